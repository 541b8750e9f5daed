import { css, html, nothing } from 'lit';

import './status-badge.ts';
import { type Call, type Evaluation, get } from './api.ts';
import { dateAndClock, latency, pretty, visible } from './format.ts';
import { Page } from './page.ts';
import { may } from './session.ts';
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
      .line {
        margin: 0;
        padding: 0 0 0 18px;
        border-left: 2px solid var(--line-strong);
        list-style: none;
      }
      .line li {
        padding: 3px 0;
        overflow-wrap: anywhere;
      }
      .line .soft {
        margin-right: 8px;
      }
      .limit {
        display: grid;
        grid-template-columns: max-content minmax(60px, 1fr) max-content;
        gap: 10px;
        align-items: center;
        padding: 6px 0;
      }
      meter {
        width: 100%;
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
        <h2 id="tool">${visible(this.found?.tool_name ?? 'Call')}</h2>
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
      ${
        may('read_contents')
          ? nothing
          : html`<p class="soft">What it was about is shown to auditors.</p>`
      }
      ${this.payload('Arguments', call.arguments, call.arguments_redacted_by)}
      ${this.payload('Result', call.result, call.result_redacted_by)}
      ${this.timeline(call)} ${evaluation ? this.trace(call, evaluation) : nothing}`;
  }

  /** What happened when: arrival, decision, and the end of those that went on. */
  private timeline(call: Call) {
    const wentOn = call.status !== 'denied' && call.status !== 'rate_limited';
    return html`<h3>Timeline</h3>
      <ol class="line">
        <li>
          <span class="soft">${dateAndClock(call.timestamp)}</span>
          ${wentOn ? 'let through' : 'refused, and the server never saw it'}
        </li>
        ${
          wentOn
            ? html`<li>
                <span class="soft"
                  >${call.latency_ms === null ? 'no end seen' : `+ ${latency(call.latency_ms)}`}</span
                >
                ${call.latency_ms === null ? 'its outcome is not known' : `ended: ${call.status}`}
              </li>`
            : nothing
        }
      </ol>`;
  }

  private trace(call: Call, evaluation: Evaluation) {
    const modifiers = new Set(evaluation.modifiers ?? []);
    return html`<h3>How it was decided</h3>
      <ol class="line">
        ${(evaluation.rules ?? []).map(
          (rule) => html`<li>
            <span class="mono">${rule.rule}</span>
            <span class="soft"
              >${rule.effect}${rule.condition === 'unknown' ? ', could not be told' : ''}</span
            >
            ${
              rule.rule === call.policy_hit
                ? html`<strong>decided</strong>`
                : modifiers.has(rule.rule)
                  ? html`<strong>took effect</strong>`
                  : nothing
            }
          </li>`,
        )}
        ${call.policy_hit === null ? html`<li>the default of the policy decided</li>` : nothing}
        ${
          evaluation.rules_left_out
            ? html`<li class="soft">${evaluation.rules_left_out} more rules</li>`
            : nothing
        }
      </ol>
      ${this.limits(evaluation)} ${this.others(evaluation)}`;
  }

  private limits(evaluation: Evaluation) {
    return (evaluation.limits ?? []).map(
      (limit) => html`<div class="limit">
        <span class="mono">${limit.limit}</span>
        <meter min="0" max=${limit.capacity} value=${limit.left} aria-label="Left of ${limit.limit}"></meter>
        <span class="soft">${limit.left} of ${limit.capacity} left in ${limit.window_seconds} s</span>
      </div>`,
    );
  }

  /** What would have been, by rules that only watch and by a candidate. */
  private others(evaluation: Evaluation) {
    const candidate = evaluation.candidate;
    return html`${(evaluation.shadow ?? []).map(
      (each) =>
        html`<p class="soft">
          In shadow mode, <span class="mono">${each.rule ?? 'the default'}</span> would have done:
          ${each.decision}
        </p>`,
    )}
    ${
      candidate
        ? html`<p class="soft">
            The candidate policy ${candidate.revision} would have decided: ${candidate.decision}
            ${candidate.rule ? html`by <span class="mono">${candidate.rule}</span>` : nothing}
          </p>`
        : nothing
    }`;
  }

  private fact(name: string, value: unknown) {
    return value === null || value === undefined || value === ''
      ? nothing
      : html`<dt>${name}</dt>
          <dd>${visible(String(value))}</dd>`;
  }

  private payload(name: string, value: unknown, redactedBy: unknown) {
    if (value === null || value === undefined) {
      return nothing;
    }
    const rules = Array.isArray(redactedBy) ? redactedBy.map(String) : [];
    return html`<h3>${name}</h3>
      ${rules.length > 0 ? html`<p class="soft">Redacted by ${rules.join(', ')}</p>` : nothing}
      <pre tabindex="0" aria-label=${name}>${visible(pretty(value))}</pre>`;
  }
}

customElements.define('ag-call', CallView);
