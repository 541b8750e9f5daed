import { LitElement, css, html } from 'lit';

import { ApiError, signIn } from './api.ts';
import { shared } from './styles.ts';

/** Asks for the token, once; a cookie that no script can read stands for it from then on. */
class SignIn extends LitElement {
  static properties = { wrong: { state: true }, busy: { state: true } };
  declare wrong: string;
  declare busy: boolean;

  static styles = [
    shared,
    css`
      form {
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
    this.renderRoot.querySelector('input')?.focus();
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
