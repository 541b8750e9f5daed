import { css, html, nothing } from 'lit';

import './status-badge.ts';
import { type Call, get } from './api.ts';
import { dateAndClock, latency, pretty } from './format.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

/** One call with all that is known of it, beside the list it was opened from. */
class CallView extends Page {
  static properties = { ...Page.properties, call: {}, found: { state: true } };
  declare call: string;
  declare found: Call | null;

  private opener: Element | null = null;
  private readonly escaped = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      this.shut();
    }
  };

  static styles = [
    shared,
    css`
      aside {
        position: fixed;
        inset: 0 0 0 auto;
        z-index: 2;
        width: min(620px, 100vw);
        padding: 24px 28px 40px;
        overflow-y: auto;
        border-left: 1px solid var(--line-strong);
        background: var(--raised);
        box-shadow: -12px 0 32px rgb(0 0 0 / 14%);
      }
      .top {
        display: flex;
        gap: 12px;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 16px;
      }
      h2 {
        font: 600 16px/1.4 var(--mono);
        overflow-wrap: anywhere;
      }
      h3 {
        margin: 22px 0 8px;
        font-size: 13px;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 6px 20px;
        margin: 0;
      }
      dt {
        color: var(--text-soft);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
      }
    `,
  ];

  constructor() {
    super();
    this.call = '';
    this.found = null;
  }

  connectedCallback() {
    this.opener = (this.getRootNode() as ShadowRoot).activeElement ?? null;
    super.connectedCallback();
    window.addEventListener('keydown', this.escaped);
    this.left.push(() => window.removeEventListener('keydown', this.escaped));
  }

  willUpdate(changed: Map<string, unknown>) {
    if (changed.has('call') && changed.get('call')) {
      this.found = null;
      void this.ask();
    }
  }

  firstUpdated() {
    (this.renderRoot.querySelector('aside') as HTMLElement).focus();
  }

  protected async load() {
    this.found = await get<Call>(`/api/invocations/${encodeURIComponent(this.call)}`);
  }

  private shut() {
    this.dispatchEvent(new Event('closed'));
    (this.opener as HTMLElement | null)?.focus();
  }

  render() {
    return html`<aside role="dialog" aria-labelledby="tool" tabindex="-1">
      <div class="top">
        <h2 id="tool">${this.found?.tool_name ?? 'Call'}</h2>
        <button @click=${this.shut} aria-label="Close">Close</button>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.found === null ? null : this.details(this.found)}
    </aside>`;
  }

  private details(call: Call) {
    const evaluation = call.evaluation;
    return html`<dl>
        <dt>Outcome</dt>
        <dd><ag-status .status=${call.status}></ag-status></dd>
        ${this.fact('Why', call.reason)} ${this.fact('Rule', call.policy_hit)}
        ${this.fact('When', dateAndClock(call.timestamp))}
        ${this.fact('Latency', latency(call.latency_ms))} ${this.fact('Agent', call.agent_id)}
        ${this.fact('Caller', call.caller)} ${this.fact('Server', call.server_name)}
        ${this.fact('Session', call.session_id)} ${this.fact('Policy', call.policy_revision)}
        ${this.fact('Decision', call.id)}
      </dl>
      ${this.payload('Arguments', call.arguments, call.arguments_redacted_by)}
      ${this.payload('Result', call.result, call.result_redacted_by)}
      ${
        evaluation
          ? html`<h3>How it was decided</h3>
              <pre tabindex="0" aria-label="How it was decided">${pretty(evaluation)}</pre>`
          : nothing
      }`;
  }

  private fact(name: string, value: unknown) {
    return value === null || value === undefined || value === ''
      ? nothing
      : html`<dt>${name}</dt>
          <dd>${String(value)}</dd>`;
  }

  private payload(name: string, value: unknown, redactedBy: unknown) {
    if (value === null || value === undefined) {
      return nothing;
    }
    const rules = Array.isArray(redactedBy) ? redactedBy.map(String) : [];
    return html`<h3>${name}</h3>
      ${rules.length > 0 ? html`<p class="soft">Redacted by ${rules.join(', ')}</p>` : nothing}
      <pre tabindex="0" aria-label=${name}>${pretty(value)}</pre>`;
  }
}

customElements.define('ag-call', CallView);
