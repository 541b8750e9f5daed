import { css, html, nothing } from 'lit';

import './call-view.ts';
import './status-badge.ts';
import { type Call, get } from './api.ts';
import { clock, dateAndClock, latency } from './format.ts';
import { live } from './live.ts';
import { Page } from './page.ts';
import { go, onMove, refine } from './router.ts';
import { shared } from './styles.ts';

const AT_ONCE = 50;
const STATUSES = ['allowed', 'denied', 'rate_limited', 'error', 'cancelled', 'unknown'];

/** Every call there was, and one of them opened. */
class ActivityPage extends Page {
  static properties = {
    ...Page.properties,
    calls: { state: true },
    opened: { state: true },
    tool: { state: true },
    status: { state: true },
    offset: { state: true },
    more: { state: true },
    fresh: { state: true },
  };
  declare calls: Call[];
  declare opened: string;
  declare tool: string;
  declare status: string;
  declare offset: number;
  declare more: boolean;
  declare fresh: number;

  static styles = [
    shared,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        align-items: end;
        margin-bottom: 16px;
      }
      label {
        display: grid;
        gap: 4px;
        color: var(--text-soft);
        font-size: 12.5px;
      }
      label input {
        width: min(280px, 70vw);
      }
      td.when {
        white-space: nowrap;
      }
      td button {
        min-height: 0;
        padding: 0;
        border: 0;
        background: none;
        color: var(--text);
        font: 12.5px/1.5 var(--mono);
        text-align: left;
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
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
        gap: 8px;
        align-items: center;
        justify-content: flex-end;
        padding: 10px 16px;
        border-top: 1px solid var(--line);
      }
      .fresh {
        width: 100%;
        margin-bottom: 12px;
        border-color: transparent;
        background: var(--accent-soft);
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    this.calls = [];
    this.fresh = 0;
    this.more = false;
    this.readAddress();
  }

  connectedCallback() {
    super.connectedCallback();
    this.left.push(
      live.onCall(() => {
        this.fresh++;
      }),
      onMove(() => {
        this.readAddress();
        void this.ask();
      }),
    );
  }

  private readAddress() {
    const parameters = new URLSearchParams(location.search);
    this.tool = parameters.get('tool') ?? '';
    this.status = parameters.get('status') ?? '';
    this.opened = parameters.get('call') ?? '';
    this.offset = Math.max(0, Number.parseInt(parameters.get('offset') ?? '0', 10) || 0);
  }

  private writeAddress() {
    refine({
      tool: this.tool,
      status: this.status,
      offset: this.offset === 0 ? '' : String(this.offset),
      call: this.opened,
    });
  }

  protected async load() {
    const query = new URLSearchParams({
      limit: String(AT_ONCE + 1),
      offset: String(this.offset),
    });
    if (this.tool) {
      query.set('tool', this.tool);
    }
    if (this.status) {
      query.set('status', this.status);
    }
    const found = await get<Call[]>(`/api/invocations?${query}`);
    this.more = found.length > AT_ONCE;
    this.calls = found.slice(0, AT_ONCE);
    this.fresh = 0;
  }

  private filter(event: Event) {
    event.preventDefault();
    const form = this.renderRoot.querySelector('form') as HTMLFormElement;
    const asked = new FormData(form);
    this.tool = String(asked.get('tool') ?? '').trim();
    this.status = String(asked.get('status') ?? '');
    this.offset = 0;
    this.writeAddress();
    void this.ask();
  }

  private turn(by: number) {
    this.offset = Math.max(0, this.offset + by);
    this.writeAddress();
    void this.ask();
  }

  private open(id: string) {
    this.opened = id;
    this.writeAddress();
  }

  render() {
    return html`<div class="head">
        <h1>Activity</h1>
        <p>Every call, newest first</p>
      </div>
      <form @submit=${this.filter}>
        <label
          >Tool<input name="tool" .value=${this.tool} placeholder="any, * for any characters"
        /></label>
        <label
          >Outcome<select name="status" @change=${this.filter}>
            <option value="">any</option>
            ${STATUSES.map(
              (each) =>
                html`<option value=${each} ?selected=${each === this.status}>
                  ${each.replace('_', ' ')}
                </option>`,
            )}
          </select></label
        >
        <button>Filter</button>
        ${this.tool || this.status
          ? html`<button type="button" @click=${() => go('/activity')}>Show all</button>`
          : nothing}
      </form>
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

  private table() {
    if (this.calls.length === 0) {
      return html`<div class="panel empty">
        <strong>${this.tool || this.status ? 'No call is like that.' : 'No call has passed yet.'}</strong>
        ${this.tool || this.status ? 'Take a filter away.' : 'Calls show here as they end.'}
      </div>`;
    }
    return html`<section class="panel">
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Agent</th>
              <th scope="col">Server</th>
              <th scope="col">Tool</th>
              <th scope="col">Outcome</th>
              <th scope="col">Rule</th>
              <th scope="col" class="number">Latency</th>
            </tr>
          </thead>
          <tbody>
            ${this.calls.map((call) => this.row(call))}
          </tbody>
        </table>
      </div>
      <footer>
        <span class="soft">${this.offset + 1} to ${this.offset + this.calls.length}</span>
        <button ?disabled=${this.offset === 0} @click=${() => this.turn(-AT_ONCE)}>Newer</button>
        <button ?disabled=${!this.more} @click=${() => this.turn(AT_ONCE)}>Older</button>
      </footer>
    </section>`;
  }

  private row(call: Call) {
    return html`<tr aria-selected=${call.id === this.opened ? 'true' : 'false'}>
      <td class="when soft" title=${dateAndClock(call.timestamp)}>${clock(call.timestamp)}</td>
      <td class="clip" title=${call.agent_id}>${call.agent_id}</td>
      <td class="clip" title=${call.server_name}>${call.server_name}</td>
      <td class="clip">
        <button @click=${() => this.open(call.id)} title=${call.tool_name}>
          ${call.tool_name}
        </button>
      </td>
      <td><ag-status .status=${call.status}></ag-status></td>
      <td class="mono clip">${call.policy_hit ?? ''}</td>
      <td class="number">${latency(call.latency_ms)}</td>
    </tr>`;
  }
}

customElements.define('ag-activity', ActivityPage);
