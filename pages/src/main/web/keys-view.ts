import { css, html, nothing } from 'lit';

import { get, post, remove } from './api.ts';
import { ago, dateAndClock } from './format.ts';
import { Page } from './page.ts';
import { may } from './session.ts';
import { shared } from './styles.ts';

interface Key {
  id: string;
  caller: string;
  created: string;
  expires: string | null;
  revoked: string | null;
  state: string;
}

/** The API keys of callers: which there are, new ones, and the end of old ones. */
class KeysView extends Page {
  static properties = {
    ...Page.properties,
    keys: { state: true },
    made: { state: true },
    ending: { state: true },
  };
  declare keys: Key[];
  /** A key that was just made, with its secret, until it is closed. */
  declare made: (Key & { key: string }) | null;
  /** The key that somebody is about to revoke. */
  declare ending: string;

  static styles = [
    shared,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: end;
        margin-bottom: 16px;
      }
      label {
        display: grid;
        gap: 4px;
        color: var(--text-soft);
        font-size: 12.5px;
      }
      .made {
        margin-bottom: 16px;
        padding: 14px 16px;
        border: 1px solid var(--good);
        border-radius: var(--radius);
        background: var(--good-soft);
      }
      .made code {
        display: block;
        margin: 8px 0;
        padding: 8px 10px;
        overflow-wrap: anywhere;
        border-radius: 6px;
        background: var(--surface);
        font: 13px/1.5 var(--mono);
        user-select: all;
      }
      .danger {
        border-color: var(--bad);
        color: var(--bad);
      }
    `,
  ];

  constructor() {
    super();
    this.keys = [];
    this.made = null;
    this.ending = '';
  }

  protected async load() {
    this.keys = (await get<{ keys: Key[] }>('/api/keys')).keys;
  }

  private async create(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    await this.doing(async () => {
      this.made = await post('/api/keys', {
        caller: String(data.get('caller') ?? ''),
        expires: String(data.get('expires') ?? '') || null,
      });
      form.reset();
    });
  }

  private async revoke(id: string) {
    this.ending = '';
    await this.doing(() => remove(`/api/keys/${encodeURIComponent(id)}`));
  }

  private async doing(act: () => Promise<void>) {
    try {
      await act();
      await this.ask();
    } catch (failed) {
      this.wrong = (failed as Error).message;
    }
  }

  render() {
    return html`${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${may('keep_keys') ? this.form() : nothing}
      ${this.made ? this.secret(this.made) : nothing}
      ${this.loaded ? html`<section class="panel">${this.table()}</section>` : nothing}`;
  }

  private form() {
    return html`<form @submit=${this.create}>
        <label>Caller<input name="caller" required maxlength="128" autocomplete="off" /></label>
        <label
          >Good for<select name="expires">
            <option value="90d">90 days</option>
            <option value="30d">30 days</option>
            <option value="1d">a day</option>
            <option value="">ever</option>
          </select></label
        >
        <button class="main">Create key</button>
      </form>`;
  }

  private secret(made: Key & { key: string }) {
    return html`<div class="made" role="status">
      <strong>The key of ${made.caller}, shown this once:</strong>
      <code>${made.key}</code>
      <button @click=${() => navigator.clipboard.writeText(made.key)}>Copy</button>
      <button @click=${() => (this.made = null)}>Close</button>
    </div>`;
  }

  private table() {
    if (this.keys.length === 0) {
      return html`<div class="empty">
        <strong>No API keys.</strong>Whoever reaches the gateway may call. With the first key,
        callers must show one.
      </div>`;
    }
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Caller</th>
            <th scope="col">Id</th>
            <th scope="col">Created</th>
            <th scope="col">Expires</th>
            <th scope="col">State</th>
            <th scope="col"><span class="hidden">Action</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.keys.map(
            (key) => html`<tr>
              <td>${key.caller}</td>
              <td class="mono">${key.id}</td>
              <td class="soft" title=${key.created}>${ago(key.created)}</td>
              <td class="soft">${key.expires ? dateAndClock(key.expires) : 'never'}</td>
              <td>${key.state}</td>
              <td class="number">${key.revoked || !may('keep_keys') ? nothing : this.end(key)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private end(key: Key) {
    return this.ending === key.id
      ? html`<button class="danger" @click=${() => this.revoke(key.id)}>Revoke for good</button>
          <button @click=${() => (this.ending = '')}>Keep</button>`
      : html`<button aria-label="Revoke key ${key.id}" @click=${() => (this.ending = key.id)}>
          Revoke
        </button>`;
  }
}

customElements.define('ag-keys', KeysView);
