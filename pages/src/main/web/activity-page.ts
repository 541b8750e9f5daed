import { css, html, nothing } from 'lit';

import './call-view.ts';
import './status-badge.ts';
import { type Call, get } from './api.ts';
import { FIELDS, type Filters, SPANS, STATUSES, filtersOf, fromLocal, question, toLocal } from './filters.ts';
import { clock, dateAndClock, instant, latency, visible } from './format.ts';
import { live } from './live.ts';
import { Page } from './page.ts';
import { go, onMove, refine } from './router.ts';
import { may } from './session.ts';
import { shared } from './styles.ts';

const AT_ONCE = 50;

/** Most rows that are shown under one another. */
const MOST = 2_000;

interface Found {
  calls: Call[];
  next: string | null;
  searched_to: string | null;
}

/** Every call there was, narrowed by all that is known of calls, and one of them opened. */
class ActivityPage extends Page {
  static properties = {
    ...Page.properties,
    calls: { state: true },
    opened: { state: true },
    filters: { state: true },
    next: { state: true },
    searchedTo: { state: true },
    fresh: { state: true },
    busy: { state: true },
    more: { state: true },
  };
  declare calls: Call[];
  declare opened: string;
  declare filters: Filters;
  declare next: string | null;
  declare searchedTo: string | null;
  declare fresh: number;
  declare busy: boolean;
  /** Whether the fields that are seldom needed are shown. */
  declare more: boolean;

  static styles = [
    shared,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 12px;
        align-items: end;
        margin-bottom: 14px;
      }
      label {
        display: grid;
        gap: 4px;
        color: var(--text-soft);
        font-size: 12.5px;
      }
      label input {
        width: 158px;
      }
      .search {
        flex: 1 1 240px;
      }
      .search input {
        width: 100%;
      }
      .head .export {
        margin-left: auto;
      }
      td.when {
        white-space: nowrap;
      }
      td button {
        min-height: 24px;
        max-width: 100%;
        padding: 0;
        border: 0;
        overflow: hidden;
        background: none;
        color: var(--text);
        font: 12.5px/1.5 var(--mono);
        text-align: left;
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-overflow: ellipsis;
        text-underline-offset: 3px;
        white-space: nowrap;
      }
      td button:hover:not(:disabled) {
        background: none;
        text-decoration-color: currentColor;
      }
      tr[aria-selected='true'] td {
        background: var(--accent-soft);
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: center;
        padding: 10px 16px;
        border-top: 1px solid var(--line);
      }
      footer .soft {
        flex: 1;
      }
      .fresh {
        width: 100%;
        margin-bottom: 12px;
        border-color: transparent;
        background: var(--accent-soft);
        color: var(--accent);
      }
      @media (max-width: 760px) {
        .seldom {
          display: none;
        }
        label,
        label input,
        label select {
          width: 100%;
        }
        form > label {
          flex: 1 1 140px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.calls = [];
    this.fresh = 0;
    this.next = null;
    this.searchedTo = null;
    this.busy = false;
    this.more = false;
    this.opened = '';
    this.filters = {};
    this.readAddress();
    this.more = FIELDS.slice(2).some((field) => field.name in this.filters);
  }

  connectedCallback() {
    super.connectedCallback();
    this.left.push(
      live.onCalls((calls) => {
        this.fresh += calls.length;
      }),
      onMove(() => {
        this.readAddress();
        void this.ask();
      }),
    );
  }

  private readAddress() {
    this.filters = filtersOf(location.search);
    this.opened = new URLSearchParams(location.search).get('call') ?? '';
  }

  private writeAddress() {
    refine({ ...this.filters, call: this.opened });
  }

  protected async load() {
    this.busy = true;
    try {
      const found = await this.find(null);
      this.calls = found.calls;
      this.fresh = 0;
    } finally {
      this.busy = false;
    }
  }

  private async find(cursor: string | null): Promise<Found> {
    const asked = question(this.filters, Date.now());
    asked.set('limit', String(AT_ONCE));
    if (cursor !== null) {
      asked.set('cursor', cursor);
    }
    const found = await get<Found>(`/api/calls?${asked}`);
    this.next = found.next;
    this.searchedTo = found.searched_to;
    return found;
  }

  private async older() {
    this.busy = true;
    try {
      const found = await this.find(this.next);
      this.calls = [...this.calls, ...found.calls];
      this.wrong = '';
    } catch (failed) {
      this.wrong = (failed as Error).message;
    } finally {
      this.busy = false;
    }
  }

  private filter(event: Event) {
    event.preventDefault();
    const asked = new FormData(this.renderRoot.querySelector('form') as HTMLFormElement);
    const filters: Filters = {};
    for (const [name, value] of asked.entries()) {
      const text = String(value).trim();
      if (text !== '') {
        filters[name] = name === 'since' || name === 'until' ? fromLocal(text) : text;
      }
    }
    if (filters.span) {
      delete filters.since;
      delete filters.until;
    }
    this.filters = filters;
    this.writeAddress();
    void this.ask();
  }

  private open(id: string) {
    this.opened = id;
    this.writeAddress();
  }

  private isNarrowed(): boolean {
    return Object.keys(this.filters).length > 0;
  }

  render() {
    const asked = question(this.filters, Date.now()).toString();
    return html`<div class="head">
        <h1>Activity</h1>
        <p>Every call, newest first</p>
        <span class="export soft"
          >Export
          <a href="/api/export?format=csv&${asked}" download>CSV</a>
          <a href="/api/export?format=jsonl&${asked}" download>JSON lines</a></span
        >
      </div>
      ${this.form()}
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${
        this.fresh > 0
          ? html`<button class="fresh" @click=${this.ask}>
              ${this.fresh} more ${this.fresh === 1 ? 'call has' : 'calls have'} ended: show them
            </button>`
          : null
      }
      ${this.loaded ? this.table() : null}
      ${
        this.opened
          ? html`<ag-call .call=${this.opened} @closed=${() => this.open('')}></ag-call>`
          : null
      }`;
  }

  private form() {
    const fields = this.more ? FIELDS : FIELDS.slice(0, 2);
    return html`<form role="search" aria-label="Calls" @submit=${this.filter}>
      ${
        may('read_contents')
          ? html`<label class="search"
              >Text<input
                name="text"
                type="search"
                .value=${this.filters.text ?? ''}
                placeholder="in names, arguments, results and reasons"
            /></label>`
          : nothing
      }
      ${fields.map(
        (field) => html`<label
          >${field.label}<input
            name=${field.name}
            .value=${this.filters[field.name] ?? ''}
            placeholder=${field.placeholder}
            autocomplete="off"
        /></label>`,
      )}
      <label
        >Outcome<select name="status" @change=${this.filter}>
          <option value="">any</option>
          ${STATUSES.map(
            (each) =>
              html`<option value=${each} ?selected=${each === this.filters.status}>
                ${each.replace('_', ' ')}
              </option>`,
          )}
        </select></label
      >
      <label
        >When<select name="span" @change=${this.filter}>
          ${SPANS.map(
            ([seconds, words]) =>
              html`<option value=${seconds} ?selected=${seconds === (this.filters.span ?? '')}>
                ${words}
              </option>`,
          )}
        </select></label
      >
      ${
        this.more
          ? html`<label
                >From<input
                  name="since"
                  type="datetime-local"
                  step="1"
                  .value=${toLocal(this.filters.since ?? '')}
              /></label>
              <label
                >To<input
                  name="until"
                  type="datetime-local"
                  step="1"
                  .value=${toLocal(this.filters.until ?? '')}
              /></label>`
          : nothing
      }
      <button class="main">Filter</button>
      <button
        type="button"
        aria-expanded=${this.more ? 'true' : 'false'}
        @click=${() => (this.more = !this.more)}
      >
        ${this.more ? 'Fewer fields' : 'More fields'}
      </button>
      ${
        this.isNarrowed()
          ? html`<button type="button" @click=${() => go('/activity')}>Show all</button>`
          : nothing
      }
    </form>`;
  }

  private table() {
    if (this.calls.length === 0 && this.next === null) {
      return html`<div class="panel empty" role="status">
        <strong>${this.isNarrowed() ? 'No call is like that.' : 'No call has passed yet.'}</strong>
        ${this.isNarrowed() ? 'Take a filter away.' : 'Calls show here as they end.'}
      </div>`;
    }
    return html`<section class="panel" aria-busy=${this.busy ? 'true' : 'false'}>
      <div class="scroll" tabindex="0" role="region" aria-label="Calls">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Agent</th>
              <th scope="col" class="seldom">Server</th>
              <th scope="col">Tool</th>
              <th scope="col">Outcome</th>
              <th scope="col" class="seldom">Rule</th>
              <th scope="col" class="number seldom">Latency</th>
            </tr>
          </thead>
          <tbody>
            ${this.calls.map((call) => this.row(call))}
          </tbody>
        </table>
      </div>
      ${this.end()}
    </section>`;
  }

  private end() {
    const shown = this.calls.length === 1 ? '1 call' : `${this.calls.length} calls`;
    const back =
      this.searchedTo === null ? '' : `, searched back to ${dateAndClock(this.searchedTo)}`;
    return html`<footer>
      <span class="soft" role="status"
        >${this.next === null ? `${shown}, all there are` : `${shown}${back}`}</span
      >
      ${
        this.next !== null && this.calls.length < MOST
          ? html`<button ?disabled=${this.busy} @click=${this.older}>
              ${this.searchedTo === null ? 'Show older calls' : 'Search further back'}
            </button>`
          : nothing
      }
      ${
        this.calls.length >= MOST
          ? html`<span class="soft">Narrow the time for older ones, or export them.</span>`
          : nothing
      }
    </footer>`;
  }

  private row(call: Call) {
    return html`<tr aria-selected=${call.id === this.opened ? 'true' : 'false'}>
      <td class="when soft" title=${dateAndClock(call.timestamp)}>${when(call.timestamp)}</td>
      <td class="clip" title=${call.agent_id}>${visible(call.agent_id)}</td>
      <td class="clip seldom" title=${call.server_name}>${call.server_name}</td>
      <td class="clip">
        <button @click=${() => this.open(call.id)} title=${call.tool_name}>
          ${visible(call.tool_name)}
        </button>
      </td>
      <td><ag-status .status=${call.status}></ag-status></td>
      <td class="mono clip seldom">${call.policy_hit ?? ''}</td>
      <td class="number seldom">${latency(call.latency_ms)}</td>
    </tr>`;
  }
}

/** The time of day, with the date where that is another than today's. */
function when(text: string): string {
  const time = instant(text);
  return time.toDateString() === new Date().toDateString() ? clock(text) : dateAndClock(text);
}

customElements.define('ag-activity', ActivityPage);
