import { css, html, nothing, svg } from 'lit';

import './chart.ts';
import './period-picker.ts';
import {
  type Charge,
  type LimitState,
  type Named,
  PERIODS,
  type Point,
  type Total,
  groupsOf,
  limitsOf,
  pointName,
  seriesOf,
  totalOf,
} from './figures.ts';
import { ago, count, latency, percent, visible } from './format.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

type By = 'tool' | 'agent' | 'server';

const GROUPS: [By, string][] = [
  ['tool', 'Tools'],
  ['agent', 'Agents'],
  ['server', 'Servers'],
];

const MOST_SHOWN = 100;

/** Who uses what, how often it fails, and how long it takes. */
class AnalyticsPage extends Page {
  static properties = {
    ...Page.properties,
    hours: { state: true },
    total: { state: true },
    points: { state: true },
    step: { state: true },
    by: { state: true },
    groups: { state: true },
    limits: { state: true },
    charges: { state: true },
  };
  declare hours: number;
  declare total: Total | null;
  declare points: Point[];
  declare step: number;
  declare by: By;
  declare groups: Named[];
  declare limits: LimitState[];
  declare charges: Charge[];

  static styles = [
    shared,
    css`
      .grid {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 16px;
        margin-bottom: 16px;
      }
      ag-chart {
        padding: 0 12px 12px;
      }
      .wide {
        grid-column: 1 / -1;
      }
      .choice {
        display: flex;
        gap: 4px;
      }
      .choice button {
        border-color: transparent;
        background: none;
        color: var(--text-soft);
      }
      .choice button[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 550;
      }
      .quotas {
        margin-top: 16px;
      }
      .left {
        display: flex;
        gap: 10px;
        align-items: center;
        white-space: nowrap;
      }
      .bars {
        display: block;
        fill: var(--accent);
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
    this.every = 15_000;
    this.hours = 24;
    this.total = null;
    this.points = [];
    this.step = 60;
    this.by = 'tool';
    this.groups = [];
    this.limits = [];
    this.charges = [];
  }

  protected async load() {
    const by = this.by;
    const [total, series, groups, limits] = await Promise.all([
      totalOf(this.hours),
      seriesOf(this.hours),
      groupsOf(by, this.hours),
      limitsOf(this.hours),
    ]);
    this.limits = limits.states;
    this.charges = limits.charges;
    this.total = total;
    this.points = series.points;
    this.step = series.step;
    this.groups = groups;
  }

  private choose(by: By) {
    this.by = by;
    void this.ask();
  }

  render() {
    return html`<div class="head">
        <h1>Analytics</h1>
        <p>Use, failures and speed</p>
        <ag-period
          .hours=${this.hours}
          .periods=${PERIODS}
          @chosen=${(event: CustomEvent<number>) => {
            this.hours = event.detail;
            void this.ask();
          }}
        ></ag-period>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.total === null ? nothing : this.charts(this.total)}
      ${this.loaded ? html`${this.table()} ${this.quotas()}` : nothing}`;
  }

  private charts(total: Total) {
    const names = this.points.map((point) => pointName(point.start, this.step));
    return html`<div class="grid">
      <section class="panel wide">
        <header><h2>Calls</h2><span class="soft">${count(total.calls)} together</span></header>
        <ag-chart
          label="Calls over the period: how many there were, were refused, and failed"
          .names=${names}
          .series=${[
            { name: 'calls', colour: 'accent', values: this.points.map((point) => point.calls) },
            {
              name: 'refused',
              colour: 'bad',
              values: this.points.map((point) => point.denials + point.limited),
            },
            { name: 'failed', colour: 'info', values: this.points.map((point) => point.errors) },
          ]}
        ></ag-chart>
      </section>
      <section class="panel">
        <header>
          <h2>Latency</h2>
          <span class="soft"
            >half within ${latency(total.p50_ms)}, 99 % within ${latency(total.p99_ms)}</span
          >
        </header>
        <ag-chart
          label="Latency over the period: half of the calls, 95 % and 99 % took not longer"
          unit="ms"
          .names=${names}
          .series=${[
            { name: 'p50', colour: 'accent', values: this.points.map((point) => point.p50_ms) },
            { name: 'p95', colour: 'warn', values: this.points.map((point) => point.p95_ms) },
            { name: 'p99', colour: 'bad', values: this.points.map((point) => point.p99_ms) },
          ]}
        ></ag-chart>
      </section>
      <section class="panel">
        <header><h2>How long calls took</h2></header>
        <ag-chart
          label="How many calls took how long"
          kind="bar"
          .names=${[...total.bounds_ms.map((bound) => `≤ ${latency(bound)}`), 'more']}
          .series=${[{ name: 'calls', colour: 'accent', values: total.histogram }]}
        ></ag-chart>
      </section>
    </div>`;
  }

  private table() {
    return html`<section class="panel">
      <header>
        <div class="choice" role="group" aria-label="Figures of">
          ${GROUPS.map(
            ([by, words]) =>
              html`<button
                aria-pressed=${by === this.by ? 'true' : 'false'}
                @click=${() => this.choose(by)}
              >
                ${words}
              </button>`,
          )}
        </div>
        <span class="soft">${this.groups.length}</span>
      </header>
      ${
        this.groups.length === 0
          ? html`<div class="empty">
              <strong>No calls in this time.</strong>Choose a longer one above.
            </div>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Figures by ${this.by}">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col" class="number">Calls</th>
                    <th scope="col" class="number">Refused</th>
                    <th scope="col" class="number">Failed</th>
                    <th scope="col" class="number">p50</th>
                    <th scope="col" class="number">p95</th>
                    <th scope="col" class="number">p99</th>
                    <th scope="col">Times</th>
                    <th scope="col">Last</th>
                  </tr>
                </thead>
                <tbody>
                  ${this.groups.slice(0, MOST_SHOWN).map((each) => this.row(each))}
                </tbody>
              </table>
            </div>`
      }
    </section>`;
  }

  /** What is left of limits and budgets, and what was charged to them. */
  private quotas() {
    if (this.limits.length === 0) {
      return nothing;
    }
    return html`<section class="panel quotas" aria-labelledby="quotas">
      <header><h2 id="quotas">Limits and budgets</h2></header>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="quotas">
        <table>
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col">Agent</th>
              <th scope="col">Left at its last call</th>
              <th scope="col" class="number">Charged</th>
              <th scope="col" class="number">Spent</th>
              <th scope="col" class="number">Refused</th>
              <th scope="col">Seen</th>
            </tr>
          </thead>
          <tbody>
            ${this.limits.slice(0, MOST_SHOWN).map((each) => this.quota(each))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private quota(each: LimitState) {
    const charges = this.charges.filter(
      (charge) => charge.limit === each.limit && charge.agent === each.agent,
    );
    const sum = (of: (charge: Charge) => number) =>
      charges.reduce((all, charge) => all + of(charge), 0);
    return html`<tr>
      <td class="mono clip">${visible(each.limit)}</td>
      <td class="clip" title=${each.agent}>${visible(each.agent)}</td>
      <td>
        <span class="left">
          <meter
            min="0"
            max=${each.capacity}
            value=${each.left}
            aria-label="Left of ${each.limit}"
          ></meter>
          <span class="soft"
            >${count(each.left)} of ${count(each.capacity)} in ${each.window_seconds} s</span
          >
        </span>
      </td>
      <td class="number">${count(sum((charge) => charge.calls))}</td>
      <td class="number">${count(sum((charge) => charge.cost))}</td>
      <td class="number">${count(sum((charge) => charge.refused))}</td>
      <td class="soft" title=${each.seen_at}>${ago(each.seen_at)}</td>
    </tr>`;
  }

  private row(each: Named) {
    const most = Math.max(1, ...each.histogram);
    return html`<tr>
      <td class="clip">
        ${
          each.name === null
            ? html`<span class="soft">all others together</span>`
            : html`<a href="/activity?${this.by}=${encodeURIComponent(each.name)}"
                >${visible(each.name)}</a
              >`
        }
        ${each.server ? html`<span class="soft">${each.server}</span>` : nothing}
      </td>
      <td class="number">${count(each.calls)}</td>
      <td class="number">${percent(each.denials + each.limited, each.calls)}</td>
      <td class="number">${percent(each.errors, each.calls)}</td>
      <td class="number">${latency(each.p50_ms)}</td>
      <td class="number">${latency(each.p95_ms)}</td>
      <td class="number">${latency(each.p99_ms)}</td>
      <td>
        <svg class="bars" width="96" height="20" viewBox="0 0 96 20" aria-hidden="true">
          ${each.histogram.map((calls, at) => {
            const height = Math.max(1, Math.round((20 * calls) / most));
            return svg`<rect x=${6 * at} y=${20 - height} width="5" height=${height}></rect>`;
          })}
        </svg>
      </td>
      <td class="soft" title=${each.last_seen}>${ago(each.last_seen)}</td>
    </tr>`;
  }
}

customElements.define('ag-analytics', AnalyticsPage);
