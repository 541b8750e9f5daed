import { LitElement, css, html, nothing } from 'lit';

import './status-badge.ts';
import type { Brief } from './api.ts';
import { STATUSES } from './filters.ts';
import { ago, count, latency, visible } from './format.ts';
import { live } from './live.ts';
import { shared } from './styles.ts';

const MOST_SHOWN = 14;

/** The newest calls as they end; it can be narrowed, and held still while somebody reads. */
class FeedView extends LitElement {
  static properties = {
    calls: { state: true },
    name: { state: true },
    status: { state: true },
    held: { state: true },
    waiting: { state: true },
  };
  declare calls: Brief[];
  declare name: string;
  declare status: string;
  declare held: boolean;
  /** How many calls have come while it is held. */
  declare waiting: number;

  private readonly left: (() => void)[] = [];
  private clock = 0;

  static styles = [
    shared,
    css`
      header {
        flex-wrap: wrap;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .tools input {
        width: 150px;
      }
      .skipped {
        padding: 6px 16px;
        background: var(--warn-soft);
        color: var(--warn);
      }
      @media (max-width: 760px) {
        .seldom {
          display: none;
        }
        td,
        th {
          padding-inline: 10px;
        }
        .clip {
          max-width: 15ch;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.calls = live.recent;
    this.name = '';
    this.status = '';
    this.held = false;
    this.waiting = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.left.push(
      live.onCalls((calls) => {
        if (this.held) {
          this.waiting += calls.length;
        } else {
          this.calls = live.recent;
        }
      }),
    );
    // `7 s ago` grows old.
    this.clock = window.setInterval(() => this.requestUpdate(), 5_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.clearInterval(this.clock);
    this.left.splice(0).forEach((leave) => leave());
  }

  private hold() {
    this.held = !this.held;
    this.waiting = 0;
    if (!this.held) {
      this.calls = live.recent;
    }
  }

  private shown(): Brief[] {
    const name = this.name.toLowerCase();
    return this.calls
      .filter(
        (call) =>
          (this.status === '' || call.status === this.status) &&
          (name === '' ||
            [call.tool_name, call.agent_id, call.server_name].some((each) =>
              each.toLowerCase().includes(name),
            )),
      )
      .slice(0, MOST_SHOWN);
  }

  render() {
    return html`<section class="panel">
      <header>
        <h2>Live</h2>
        <div class="tools">
          <input
            aria-label="Name of a tool, agent or server"
            placeholder="name"
            .value=${this.name}
            @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}
          />
          <select
            aria-label="Outcome"
            @change=${(event: Event) => (this.status = (event.target as HTMLSelectElement).value)}
          >
            <option value="">any outcome</option>
            ${STATUSES.map((each) => html`<option value=${each}>${each.replace('_', ' ')}</option>`)}
          </select>
          <button aria-pressed=${this.held ? 'true' : 'false'} @click=${this.hold}>
            ${this.held ? `Go on (${count(this.waiting)} more)` : 'Hold still'}
          </button>
          <a class="soft" href="/activity">All activity</a>
        </div>
      </header>
      ${
        live.skipped > 0
          ? html`<div class="skipped" role="status">
              ${count(live.skipped)} calls came too fast to be shown here; they are in Activity.
            </div>`
          : nothing
      }
      ${this.table(this.shown())}
    </section>`;
  }

  private table(calls: Brief[]) {
    if (calls.length === 0) {
      return html`<div class="empty">
        <strong
          >${this.calls.length === 0 ? 'No call has passed yet.' : 'No call is like that.'}</strong
        >Calls show here as they end.
      </div>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Newest calls">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" class="seldom">Agent</th>
            <th scope="col" class="seldom">Server</th>
            <th scope="col">Tool</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="seldom">Rule</th>
            <th scope="col" class="number">Latency</th>
          </tr>
        </thead>
        <tbody>
          ${calls.map(
            (call) => html`<tr>
              <td class="soft" title=${call.timestamp}>${ago(call.timestamp)}</td>
              <td class="clip seldom" title=${call.agent_id}>${visible(call.agent_id)}</td>
              <td class="clip seldom" title=${call.server_name}>${call.server_name}</td>
              <td class="mono clip">
                <a href="/activity?call=${encodeURIComponent(call.id)}">${visible(call.tool_name)}</a>
              </td>
              <td><ag-status .status=${call.status}></ag-status></td>
              <td class="mono clip seldom">${call.policy_hit ?? ''}</td>
              <td class="number">${latency(call.latency_ms)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('ag-feed', FeedView);
