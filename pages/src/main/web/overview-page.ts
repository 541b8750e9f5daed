import { css, html } from 'lit';

import './chart.ts';
import './feed-view.ts';
import './status-badge.ts';
import { type Figures, type Overview, type Violation, get } from './api.ts';
import { clock, count, latency, percent } from './format.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

/** What is going on now. */
class OverviewPage extends Page {
  static properties = {
    ...Page.properties,
    overview: { state: true },
    violations: { state: true },
    tools: { state: true },
  };
  declare overview: Overview | null;
  declare violations: Violation[];
  declare tools: Figures[];

  static styles = [
    shared,
    css`
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(170px, 1fr));
        gap: 16px;
        margin-bottom: 16px;
      }
      .figure {
        padding: 14px 16px;
      }
      .figure dt {
        color: var(--text-soft);
        font-size: 12.5px;
      }
      .figure dd {
        margin: 4px 0 0;
        font-size: 26px;
        font-weight: 620;
        font-variant-numeric: tabular-nums;
        letter-spacing: -0.02em;
        line-height: 1.2;
      }
      dl {
        margin: 0;
      }
      .grid {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
        gap: 16px;
      }
      .wide {
        grid-column: 1 / -1;
      }
      ag-chart {
        padding: 0 12px 12px;
      }
      @media (max-width: 1000px) {
        .grid {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.every = 10_000;
    this.overview = null;
    this.violations = [];
    this.tools = [];
  }

  protected async load() {
    const [overview, violations, tools] = await Promise.all([
      get<Overview>('/api/overview'),
      get<Violation[]>('/api/violations'),
      get<Figures[]>('/api/tools'),
    ]);
    this.overview = overview;
    this.violations = violations;
    this.tools = tools;
  }

  render() {
    const errors = this.tools.reduce((sum, tool) => sum + tool.error_count, 0);
    return html`<div class="head">
        <h1>Overview</h1>
        <p>What agents do with the servers behind this gateway</p>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.overview === null ? null : this.figures(this.overview, errors)}
      ${this.overview === null ? null : this.panels(this.overview)}`;
  }

  private figures(all: Overview, errors: number) {
    return html`<dl class="figures">
      ${this.figure('Calls', count(all.total_calls))}
      ${this.figure('Calls this minute', count(all.calls_per_minute_now))}
      ${this.figure('Denied', percent(all.total_denials, all.total_calls))}
      ${this.figure('Failed', percent(errors, all.total_calls))}
      ${this.figure('Average latency', latency(all.avg_latency_ms))}
    </dl>`;
  }

  private figure(name: string, value: string) {
    return html`<div class="panel figure"><dt>${name}</dt><dd>${value}</dd></div>`;
  }

  private panels(all: Overview) {
    return html`<div class="grid">
      <section class="panel">
        <header><h2>Calls a minute</h2><span class="soft">last hour</span></header>
        <ag-chart
          label="Calls of each minute of the last hour"
          .points=${all.sparkline.map((minute) => ({
            name: clock(minute.bucket).slice(0, 5),
            value: minute.count,
          }))}
        ></ag-chart>
      </section>
      <section class="panel">
        <header><h2>Top refusals</h2><a class="soft" href="/violations">All</a></header>
        ${
          this.violations.length === 0
            ? html`<div class="empty">No call was refused.</div>`
            : html`<table>
                <tbody>
                  ${this.violations.slice(0, 5).map(
                    (each) => html`<tr>
                      <td class="mono clip">${each.policy_hit ?? 'default'}</td>
                      <td><ag-status .status=${each.status}></ag-status></td>
                      <td class="number">${count(each.count)}</td>
                    </tr>`,
                  )}
                </tbody>
              </table>`
        }
      </section>
      <ag-feed class="wide"></ag-feed>
    </div>`;
  }
}

customElements.define('ag-overview', OverviewPage);
