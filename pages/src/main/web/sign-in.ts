import { LitElement, css, html } from 'lit';

import { ApiError } from './api.ts';
import { signIn, signInAddress } from './session.ts';
import { shared } from './styles.ts';

/**
 * The door: a way to whoever knows people by name, or, where a token is the key, a field for it. A
 * cookie that no script can read stands for either from then on.
 */
class SignIn extends LitElement {
  static properties = { wrong: { state: true }, busy: { state: true } };
  declare wrong: string;
  declare busy: boolean;

  static styles = [
    shared,
    css`
      form,
      .door {
        width: min(400px, calc(100vw - 32px));
        margin: 14vh auto 0;
        padding: 28px;
      }
      img {
        display: block;
        margin-bottom: 16px;
      }
      p {
        margin: 4px 0 18px;
        color: var(--text-soft);
      }
      label {
        display: block;
        margin-bottom: 6px;
        font-weight: 550;
      }
      input {
        width: 100%;
        margin-bottom: 14px;
        font-family: var(--mono);
      }
      button {
        width: 100%;
        min-height: 38px;
      }
      .go {
        display: grid;
        place-items: center;
        min-height: 38px;
        border-radius: 6px;
        background: #0f766e;
        color: #fff;
        font-weight: 550;
        text-decoration: none;
      }
      .go:hover {
        background: #0b5f58;
      }
      code {
        font-family: var(--mono);
        font-size: 12.5px;
      }
    `,
  ];

  constructor() {
    super();
    this.wrong = '';
    this.busy = false;
  }

  render() {
    const address = signInAddress();
    return address === null ? this.token() : this.elsewhere(address);
  }

  private elsewhere(address: string) {
    return html`<main>
      <div class="panel door">
        <img src="/assets/icon.svg" width="36" height="36" alt="" />
        <h1>Sign in to AgentGate</h1>
        <p>You sign in with the name you have in your organisation, and come back here.</p>
        <a class="go" href=${address}>Sign in</a>
      </div>
    </main>`;
  }

  private token() {
    return html`<main>
      <form class="panel" @submit=${this.submit}>
        <img src="/assets/icon.svg" width="36" height="36" alt="" />
        <h1>Sign in to AgentGate</h1>
        <p>Run <code>agentgate open</code> in a terminal: it shows the token of this gateway.</p>
        ${this.wrong ? html`<div class="wrong" role="alert">${this.wrong}</div>` : null}
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          spellcheck="false"
          required
          autofocus
        />
        <button class="main" ?disabled=${this.busy}>Sign in</button>
      </form>
    </main>`;
  }

  firstUpdated() {
    (this.renderRoot.querySelector('input, .go') as HTMLElement | null)?.focus();
  }

  private async submit(event: SubmitEvent) {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input') as HTMLInputElement;
    this.busy = true;
    this.wrong = '';
    try {
      await signIn(input.value.trim());
      input.value = '';
      this.dispatchEvent(new Event('signed-in', { bubbles: true, composed: true }));
    } catch (failed) {
      this.wrong =
        failed instanceof ApiError && failed.status === 401
          ? 'That is not the token of this gateway.'
          : String((failed as Error).message);
      input.select();
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('ag-sign-in', SignIn);
