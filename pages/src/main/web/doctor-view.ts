import { css, html, nothing } from 'lit';

import { get } from './api.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

interface Finding {
  check: string;
  grade: 'ok' | 'warning' | 'wrong';
  what: string;
  cure: string;
  fixable: boolean;
}

/** What is well with the installation, and what is not, with the cure. */
class DoctorView extends Page {
  static properties = { ...Page.properties, findings: { state: true }, busy: { state: true } };
  declare findings: Finding[];
  declare busy: boolean;

  static styles = [
    shared,
    css`
      .bar {
        display: flex;
        gap: 12px;
        align-items: center;
        margin-bottom: 16px;
      }
      li {
        display: grid;
        grid-template-columns: 92px minmax(0, 1fr);
        gap: 4px 14px;
        padding: 11px 16px;
        border-bottom: 1px solid var(--line);
      }
      li:last-child {
        border-bottom: 0;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .what {
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .cure {
        grid-column: 2;
        color: var(--text-soft);
        overflow-wrap: anywhere;
      }
      .ok {
        color: var(--good);
      }
      .warning {
        color: var(--warn);
        font-weight: 550;
      }
      .wrongly {
        color: var(--bad);
        font-weight: 550;
      }
    `,
  ];

  constructor() {
    super();
    this.findings = [];
    this.busy = false;
  }

  protected async load() {
    this.busy = true;
    try {
      const findings = (await get<{ findings: Finding[] }>('/api/doctor')).findings;
      const order = { wrong: 0, warning: 1, ok: 2 };
      this.findings = findings.sort((one, other) => order[one.grade] - order[other.grade]);
    } finally {
      this.busy = false;
    }
  }

  render() {
    const bad = this.findings.filter((each) => each.grade !== 'ok').length;
    return html`<div class="bar">
        <button ?disabled=${this.busy} @click=${this.ask}>Check again</button>
        <span class="soft" role="status"
          >${
            this.busy
              ? 'Looking'
              : bad === 0
                ? 'All is well'
                : bad === 1
                  ? 'One thing to look at'
                  : `${bad} things to look at`
          }</span
        >
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${
        this.findings.length > 0
          ? html`<section class="panel">
              <ul>
                ${this.findings.map((each) => this.finding(each))}
              </ul>
            </section>`
          : nothing
      }`;
  }

  private finding(each: Finding) {
    return html`<li>
      <span class=${each.grade === 'wrong' ? 'wrongly' : each.grade}
        >${each.grade === 'ok' ? '✓ ok' : each.grade === 'wrong' ? '✕ wrong' : '! warning'}</span
      >
      <span class="what">${each.what}</span>
      ${
        each.grade === 'ok'
          ? nothing
          : html`<span class="cure"
              >→ ${each.cure}${each.fixable ? '; or agentgate doctor --fix' : ''}</span
            >`
      }
    </li>`;
  }
}

customElements.define('ag-doctor', DoctorView);
