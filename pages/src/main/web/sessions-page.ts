import { css, html, nothing } from 'lit';

import { get, post, remove } from './api.ts';
import { ago, count, visible } from './format.ts';
import { Page } from './page.ts';
import { may } from './session.ts';
import { shared } from './styles.ts';

interface Session {
  id: string;
  agent: string;
  caller: string;
  server: string;
  client: { name: string; version: string } | null;
  protocol: string | null;
  pid: number | null;
  command: string | null;
  calls: number | null;
  began: string;
  last_used: string;
}

interface Switch {
  id: string;
  scope: Scope;
  server: string | null;
  name: string | null;
  reason: string;
  since: string;
  by: string;
}

type Scope = 'all' | 'server' | 'tool' | 'agent' | 'caller' | 'session';

const SCOPES: [Scope, string][] = [
  ['session', 'one session'],
  ['agent', 'an agent'],
  ['caller', 'a caller'],
  ['tool', 'a tool'],
  ['server', 'a server'],
  ['all', 'everything'],
];

/** Who is at work now, and what stops them: kill switches, which end calls whatever rules say. */
class SessionsPage extends Page {
  static properties = {
    ...Page.properties,
    sessions: { state: true },
    switches: { state: true },
    scope: { state: true },
    name: { state: true },
    server: { state: true },
    asking: { state: true },
    busy: { state: true },
    trouble: { state: true },
  };
  declare sessions: Session[];
  declare switches: Switch[];
  declare scope: Scope;
  declare name: string;
  declare server: string;
  declare asking: boolean;
  declare busy: boolean;
  /** Why a switch could not be set or lifted. */
  declare trouble: string;

  static styles = [
    shared,
    css`
      section {
        margin-bottom: 16px;
      }
      td {
        vertical-align: middle;
      }
      .danger {
        border-color: var(--bad);
        color: var(--bad);
      }
      button.stop {
        border-color: transparent;
        background: #b91c1c;
        color: #fff;
        font-weight: 550;
      }
      button.stop:hover:not(:disabled) {
        background: #991b1b;
      }
      .head button {
        margin-left: auto;
      }
      dialog {
        width: min(520px, 92vw);
        padding: 22px 24px;
        border: 1px solid var(--line-strong);
        border-radius: 10px;
        background: var(--raised);
        color: var(--text);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      form {
        display: grid;
        gap: 12px;
        margin-top: 14px;
      }
      label {
        display: grid;
        gap: 4px;
        color: var(--text-soft);
        font-size: 12.5px;
      }
      .actions {
        display: flex;
        gap: 10px;
        justify-content: flex-end;
      }
      .set {
        border-color: var(--bad);
      }
    `,
  ];

  constructor() {
    super();
    this.every = 5_000;
    this.sessions = [];
    this.switches = [];
    this.scope = 'session';
    this.name = '';
    this.server = '';
    this.asking = false;
    this.busy = false;
    this.trouble = '';
  }

  protected async load() {
    [this.sessions, this.switches] = await Promise.all([
      get<Session[]>('/api/sessions'),
      get<Switch[]>('/api/kill-switches'),
    ]);
  }

  private consider(scope: Scope, name = '', server = '') {
    this.scope = scope;
    this.name = name;
    this.server = server;
    this.trouble = '';
    this.asking = true;
    void this.updateComplete.then(() =>
      (this.renderRoot.querySelector('dialog') as HTMLDialogElement | null)?.showModal(),
    );
  }

  private async set(event: SubmitEvent) {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').trim() || null;
    await this.doing(async () => {
      await post('/api/kill-switches', {
        scope: this.scope,
        server: this.scope === 'server' ? text('name') : text('server'),
        name: this.scope === 'server' ? null : text('name'),
        reason: text('reason'),
      });
      this.asking = false;
    });
  }

  private lift(id: string) {
    return this.doing(() => remove(`/api/kill-switches/${encodeURIComponent(id)}`));
  }

  private async doing(act: () => Promise<void>) {
    this.busy = true;
    this.trouble = '';
    try {
      await act();
      await this.ask();
    } catch (failed) {
      this.trouble = (failed as Error).message;
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<div class="head">
        <h1>Sessions</h1>
        <p>Who is at work, and what stops them</p>
        ${
          may('stop_calls')
            ? html`<button class="stop" @click=${() => this.consider('all')}>Stop calls…</button>`
            : nothing
        }
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.trouble && !this.asking ? html`<p class="wrong" role="alert">${this.trouble}</p>` : null}
      ${this.loaded ? html`${this.switchesPanel()} ${this.sessionsPanel()}` : nothing}
      ${this.asking ? this.dialog() : nothing}`;
  }

  private switchesPanel() {
    if (this.switches.length === 0) {
      return nothing;
    }
    return html`<section class="panel set" aria-labelledby="switches">
      <header><h2 id="switches">Kill switches that are set</h2></header>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="switches">
        <table>
          <thead>
            <tr>
              <th scope="col">Stops</th>
              <th scope="col">Why</th>
              <th scope="col">Since</th>
              <th scope="col">By</th>
              <th scope="col"><span class="hidden">Action</span></th>
            </tr>
          </thead>
          <tbody>
            ${this.switches.map(
              (each) => html`<tr>
                <td>${words(each)}</td>
                <td>${visible(each.reason)}</td>
                <td class="soft" title=${each.since}>${ago(each.since)}</td>
                <td class="soft">${visible(each.by)}</td>
                <td class="number">
                  ${
                    may('stop_calls')
                      ? html`<button
                          ?disabled=${this.busy}
                          aria-label="Lift the switch on ${words(each)}"
                          @click=${() => this.lift(each.id)}
                        >
                          Lift
                        </button>`
                      : nothing
                  }
                </td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private sessionsPanel() {
    if (this.sessions.length === 0) {
      return html`<div class="panel empty">
        <strong>No session goes on now.</strong>They show here while agents are connected.
      </div>`;
    }
    // Where sessions belong to no gateway, records tell of them.
    const recorded = this.sessions.every((each) => each.command === null);
    const columns = recorded
      ? ['Agent', 'Caller', 'Server', 'Calls', 'Began', 'Last used']
      : ['Agent', 'Client', 'Server', 'Protocol', 'Gateway', 'Last used'];
    return html`<section class="panel" aria-labelledby="sessions">
      <header>
        <h2 id="sessions">
          ${recorded ? 'Sessions that called in the last hour' : 'Sessions that go on'}
        </h2>
        <span class="soft">${this.sessions.length}</span>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="sessions">
        <table>
          <thead>
            <tr>
              ${columns.map((each) => html`<th scope="col">${each}</th>`)}
              <th scope="col"><span class="hidden">Action</span></th>
            </tr>
          </thead>
          <tbody>
            ${this.sessions.map((each) => this.row(each, recorded))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private row(each: Session, recorded: boolean) {
    return html`<tr>
      <td class="clip" title=${each.agent}>
        <a href="/activity?session=${encodeURIComponent(each.id)}">${visible(each.agent)}</a>
      </td>
      ${recorded ? this.recorded(each) : this.running(each)}
      <td class="soft" title=${each.last_used}>${ago(each.last_used)}</td>
      <td class="number">
        ${
          may('stop_calls')
            ? html`<button
                class="danger"
                aria-label="Stop session ${each.id}"
                @click=${() => this.consider('session', each.id)}
              >
                Stop…
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  private recorded(each: Session) {
    return html`<td class="clip">${visible(each.caller)}</td>
      <td class="clip">${visible(each.server)}</td>
      <td>${count(each.calls ?? 0)}</td>
      <td class="soft" title=${each.began}>${ago(each.began)}</td>`;
  }

  private running(each: Session) {
    return html`<td class="clip">
        ${each.client ? visible(`${each.client.name} ${each.client.version}`) : '–'}
      </td>
      <td class="clip">${visible(each.server)}</td>
      <td class="soft">${each.protocol ? visible(each.protocol) : '–'}</td>
      <td class="soft">${each.command} ${each.pid}</td>`;
  }

  private dialog() {
    const named = this.scope !== 'all';
    return html`<dialog aria-labelledby="stop" @close=${() => (this.asking = false)}>
      <h2 id="stop">Stop calls</h2>
      <p class="soft">
        Every call it is about is refused from now on, whatever rules say, until it is lifted. The
        agent reads the reason.
      </p>
      <form @submit=${this.set}>
        <label
          >What is stopped<select
            @change=${(event: Event) =>
              (this.scope = (event.target as HTMLSelectElement).value as Scope)}
          >
            ${SCOPES.map(
              ([scope, text]) =>
                html`<option value=${scope} ?selected=${scope === this.scope}>${text}</option>`,
            )}
          </select></label
        >
        ${
          named
            ? html`<label
                >${this.scope === 'session' ? 'Id' : 'Name, * for any text'}<input
                  name="name"
                  required
                  .value=${this.name}
                  autocomplete="off"
              /></label>`
            : nothing
        }
        ${
          this.scope === 'tool'
            ? html`<label
                >Of the server<input
                  name="server"
                  placeholder="any"
                  .value=${this.server}
                  autocomplete="off"
              /></label>`
            : nothing
        }
        <label>Reason<input name="reason" required maxlength="500" autocomplete="off" /></label>
        ${this.trouble ? html`<p class="wrong" role="alert">${this.trouble}</p>` : nothing}
        <div class="actions">
          <button type="button" @click=${() => (this.asking = false)}>Cancel</button>
          <button class="stop" ?disabled=${this.busy}>Stop</button>
        </div>
      </form>
    </dialog>`;
  }
}

/** What a switch stops, in words. */
function words(each: Switch): string {
  const name = each.name === null ? '' : visible(each.name);
  const server = each.server === null ? '' : visible(each.server);
  switch (each.scope) {
    case 'all':
      return 'everything';
    case 'server':
      return `server ${server || name}`;
    case 'tool':
      return `tool ${name}${server ? ` of ${server}` : ''}`;
    default:
      return `${each.scope} ${name}`;
  }
}

customElements.define('ag-sessions', SessionsPage);
