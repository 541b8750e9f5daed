import { css, html, nothing } from 'lit';

import './chart.ts';
import './feed-view.ts';
import { get } from './api.ts';
import { type Named, type Point, type Total, groupsOf, pointName, seriesOf, totalOf } from './figures.ts';
import { ago, count, latency, percent } from './format.ts';
import { Page } from './page.ts';
import { type ServerState, stateName } from './servers.ts';
import { shared } from './styles.ts';

const HOURS = 1;

/** What is going on now. */
class OverviewPage extends Page {
  static properties = {
    ...Page.properties,
    total: { state: true },
    day: { state: true },
    points: { state: true },
    step: { state: true },
    rules: { state: true },
    servers: { state: true },
  };
  declare total: Total | null;
  declare day: Total | null;
  declare points: Point[];
  declare step: number;
  declare rules: Named[];
  declare servers: ServerState[];

  static styles = [
    shared,
    css`
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(165px, 1fr));
        gap: 16px;
        margin: 0 0 16px;
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
        font-variant-numeric: tabular-nums;
      }
      .figure .value {
        font-size: 26px;
        font-weight: 620;
        letter-spacing: -0.02em;
        line-height: 1.2;
      }
      .figure .soft {
        margin: 0;
        font-size: 12.5px;
      }
      .grid {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 16px;
      }
      .wide {
        grid-column: 1 / -1;
      }
      ag-chart {
        padding: 0 12px 12px;
      }
      .dot {
        display: inline-block;
        width: 8px;
        height: 8px;
        margin-right: 8px;
        border-radius: 50%;
        background: var(--good);
      }
      .dot.bad {
        background: var(--bad);
      }
      .dot.unknown {
        background: var(--line-strong);
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
    this.total = null;
    this.day = null;
    this.points = [];
    this.step = 60;
    this.rules = [];
    this.servers = [];
  }

  protected async load() {
    const [total, day, series, rules, servers] = await Promise.all([
      totalOf(HOURS),
      totalOf(24),
      seriesOf(HOURS),
      groupsOf('rule', 24),
      get<ServerState[]>('/api/servers'),
    ]);
    this.total = total;
    this.day = day;
    this.points = series.points;
    this.step = series.step;
    this.rules = rules.filter((rule) => rule.denials + rule.limited > 0);
    this.servers = servers;
  }

  render() {
    return html`<div class="head">
        <h1>Overview</h1>
        <p>What agents do with the servers behind this gateway</p>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.total === null ? nothing : this.figures(this.total)}
      ${this.total === null ? nothing : this.panels()}`;
  }

  private figures(hour: Total) {
    const refused = hour.denials + hour.limited;
    return html`<dl class="figures">
      ${this.figure('Calls', count(hour.calls), `${count(this.day?.calls ?? 0)} in a day`)}
      ${this.figure('Calls now', count(this.points.at(-1)?.calls ?? 0), 'this minute')}
      ${this.figure('Refused', percent(refused, hour.calls), `${count(refused)} in the last hour`)}
      ${this.figure('Failed', percent(hour.errors, hour.calls), `${count(hour.errors)} in the last hour`)}
      ${this.figure('Latency', latency(hour.p50_ms), `95 % within ${latency(hour.p95_ms)}`)}
    </dl>`;
  }

  private figure(name: string, value: string, more: string) {
    return html`<div class="panel figure">
      <dt>${name}</dt>
      <dd class="value">${value}</dd>
      <dd class="soft">${more}</dd>
    </div>`;
  }

  private panels() {
    const names = this.points.map((point) => pointName(point.start, this.step));
    const refused = this.points.map((point) => point.denials + point.limited);
    return html`<div class="grid">
      <section class="panel">
        <header><h2>Calls a minute</h2><span class="soft">last hour</span></header>
        <ag-chart
          label="Calls of each minute of the last hour: how many went well, were refused, and failed"
          kind="stack"
          .names=${names}
          .series=${[
            {
              name: 'allowed',
              colour: 'accent',
              values: this.points.map((point, at) => point.calls - point.errors - refused[at]),
            },
            { name: 'refused', colour: 'bad', values: refused },
            { name: 'failed', colour: 'info', values: this.points.map((point) => point.errors) },
          ]}
        ></ag-chart>
      </section>
      <section class="panel">
        <header><h2>Latency</h2><span class="soft">last hour</span></header>
        <ag-chart
          label="Latency of each minute of the last hour: half of the calls, 95 % and 99 % took not longer"
          unit="ms"
          .names=${names}
          .series=${[
            { name: 'p50', colour: 'accent', values: this.points.map((point) => point.p50_ms) },
            { name: 'p95', colour: 'warn', values: this.points.map((point) => point.p95_ms) },
            { name: 'p99', colour: 'bad', values: this.points.map((point) => point.p99_ms) },
          ]}
        ></ag-chart>
      </section>
      ${this.serversPanel()} ${this.refusals()}
      <ag-feed class="wide"></ag-feed>
    </div>`;
  }

  private serversPanel() {
    return html`<section class="panel">
      <header><h2>Servers</h2><a class="soft" href="/servers">All</a></header>
      ${
        this.servers.length === 0
          ? html`<div class="empty">No gateway runs now.</div>`
          : html`<table>
              <tbody>
                ${this.servers.slice(0, 6).map(
                  (server) => html`<tr>
                    <td>
                      <span class="dot ${stateName(server).kind}" aria-hidden="true"></span
                      >${server.name}
                    </td>
                    <td class="soft">${stateName(server).words}</td>
                    <td class="soft number">${server.tools.length === 1 ? '1 tool' : `${server.tools.length || '–'} tools`}</td>
                  </tr>`,
                )}
              </tbody>
            </table>`
      }
    </section>`;
  }

  private refusals() {
    return html`<section class="panel">
      <header><h2>Top refusals</h2><a class="soft" href="/violations">All</a></header>
      ${
        this.rules.length === 0
          ? html`<div class="empty">No call was refused in the last day.</div>`
          : html`<table>
              <tbody>
                ${this.rules.slice(0, 6).map(
                  (rule) => html`<tr>
                    <td class="mono clip">
                      <a href="/activity?rule=${encodeURIComponent(rule.name ?? '')}"
                        >${rule.name ?? 'default'}</a
                      >
                    </td>
                    <td class="soft">${ago(rule.last_seen)}</td>
                    <td class="number">${count(rule.denials + rule.limited)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>`
      }
    </section>`;
  }
}

customElements.define('ag-overview', OverviewPage);
