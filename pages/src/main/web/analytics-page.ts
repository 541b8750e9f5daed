import { css, html } from 'lit';

import './chart.ts';
import { type Figures, get } from './api.ts';
import { ago, count, latency, percent } from './format.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

/** How much each tool and each agent is used, and how well that goes. */
class AnalyticsPage extends Page {
  static properties = {
    ...Page.properties,
    tools: { state: true },
    agents: { state: true },
  };
  declare tools: Figures[];
  declare agents: Figures[];

  static styles = [
    shared,
    css`
      .stack {
        display: grid;
        gap: 16px;
      }
      ag-chart {
        padding: 0 12px 12px;
      }
    `,
  ];

  constructor() {
    super();
    this.every = 15_000;
    this.tools = [];
    this.agents = [];
  }

  protected async load() {
    [this.tools, this.agents] = await Promise.all([
      get<Figures[]>('/api/tools'),
      get<Figures[]>('/api/agents'),
    ]);
  }

  render() {
    return html`<div class="head">
        <h1>Analytics</h1>
        <p>Use, failures and speed of all that is recorded</p>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${
        this.loaded
          ? html`<div class="stack">
              ${this.tools.length === 0 ? null : this.chart()}
              ${this.table('Tools', this.tools, (each) => each.tool_name ?? '')}
              ${this.table('Agents', this.agents, (each) => each.agent_id ?? '')}
            </div>`
          : null
      }`;
  }

  private chart() {
    return html`<section class="panel">
      <header><h2>Calls of the ten most used tools</h2></header>
      <ag-chart
        kind="bar"
        label="Calls of the ten most used tools"
        .points=${this.tools
          .slice(0, 10)
          .map((each) => ({ name: each.tool_name ?? '', value: each.total_calls }))}
      ></ag-chart>
    </section>`;
  }

  private table(name: string, all: Figures[], of: (each: Figures) => string) {
    return html`<section class="panel">
      <header><h2>${name}</h2><span class="soft">${count(all.length)}</span></header>
      ${
        all.length === 0
          ? html`<div class="empty">No call has passed yet.</div>`
          : html`<div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col" class="number">Calls</th>
                    <th scope="col" class="number">Denied</th>
                    <th scope="col" class="number">Failed</th>
                    <th scope="col" class="number">Average latency</th>
                    <th scope="col">Last</th>
                  </tr>
                </thead>
                <tbody>
                  ${all.map(
                    (each) => html`<tr>
                      <td class="mono clip" title=${of(each)}>${of(each)}</td>
                      <td class="number">${count(each.total_calls)}</td>
                      <td class="number">${percent(each.denial_count, each.total_calls)}</td>
                      <td class="number">${percent(each.error_count, each.total_calls)}</td>
                      <td class="number">${latency(each.avg_latency_ms)}</td>
                      <td class="soft" title=${each.last_seen}>${ago(each.last_seen)}</td>
                    </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
    </section>`;
  }
}

customElements.define('ag-analytics', AnalyticsPage);
