import { LitElement, css, html, nothing } from 'lit';

import { count } from './format.ts';
import { shared } from './styles.ts';

interface Place {
  line: number;
  column: number;
  message: string;
}

/** What lint says of a text. */
export interface Linted {
  errors: Place[];
  findings: (Place & { check: string })[];
}

/** What the tests beside the policy say. */
export interface Tested {
  passed: number;
  failed: number;
  files: {
    file: string;
    errors: Place[];
    cases: {
      name: string;
      passed: boolean;
      decision: string;
      rule: string | null;
      differences: { what: string; expected: string; got: string }[];
    }[];
  }[];
}

/** Which recorded calls would be decided otherwise. */
export interface Tried {
  calls: number;
  changed: number;
  judged_redacted: number;
  left_out: number;
  groups: {
    count: number;
    agent: string;
    server: string;
    tool: string;
    old: string;
    new: string;
    examples: string[];
  }[];
}

export type Found = { kind: 'tests'; tested: Tested } | { kind: 'tried'; tried: Tried };

/** What is wrong with a text, and what was found by trying it. */
class PolicyFindings extends LitElement {
  static properties = { linted: { attribute: false }, found: { attribute: false } };
  declare linted: Linted | null;
  declare found: Found | null;

  static styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 16px;
      }
      ul {
        margin: 0;
        padding: 0 16px 14px;
        list-style: none;
      }
      li {
        padding: 5px 0;
        overflow-wrap: anywhere;
      }
      .place {
        min-height: 0;
        margin-right: 8px;
        padding: 0 6px;
        font: 12px/20px var(--mono);
      }
      .bad {
        color: var(--bad);
      }
      .warn {
        color: var(--warn);
      }
      .good {
        color: var(--good);
      }
      p {
        margin: 0;
        padding: 0 16px 14px;
      }
      td,
      th {
        padding: 6px 16px;
      }
      td {
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    this.linted = null;
    this.found = null;
  }

  render() {
    return html`<section class="panel" aria-live="polite">
        <header><h2>Checks</h2>${this.verdict()}</header>
        ${this.remarks()}
      </section>
      ${this.found?.kind === 'tests' ? this.tests(this.found.tested) : nothing}
      ${this.found?.kind === 'tried' ? this.tried(this.found.tried) : nothing}`;
  }

  private verdict() {
    if (this.linted === null) {
      return html`<span class="soft">checking</span>`;
    }
    const errors = this.linted.errors.length;
    const findings = this.linted.findings.length;
    return errors > 0
      ? html`<span class="bad">${errors === 1 ? '1 error' : `${errors} errors`}</span>`
      : findings > 0
        ? html`<span class="warn">${findings === 1 ? '1 remark' : `${findings} remarks`}</span>`
        : html`<span class="good">all is well</span>`;
  }

  private remarks() {
    const all = [
      ...(this.linted?.errors ?? []).map((each) => ({ ...each, kind: 'bad', word: 'Error' })),
      ...(this.linted?.findings ?? []).map((each) => ({ ...each, kind: 'warn', word: 'Remark' })),
    ];
    return all.length === 0
      ? nothing
      : html`<ul>
          ${all.slice(0, 50).map(
            (each) => html`<li>
              <button
                class="place"
                aria-label="${each.word} in line ${each.line}"
                @click=${() => this.go(each)}
              >
                ${each.line}:${each.column}</button
              ><span class=${each.kind}>${each.message}</span>
            </li>`,
          )}
        </ul>`;
  }

  private go(place: Place) {
    this.dispatchEvent(new CustomEvent('place', { detail: place }));
  }

  private tests(tested: Tested) {
    if (tested.files.length === 0) {
      return html`<section class="panel" role="status">
        <header><h2>Tests</h2></header>
        <p class="soft">
          There are none: write <span class="mono">NAME.test.yaml</span> beside the policy.
        </p>
      </section>`;
    }
    return html`<section class="panel" role="status">
      <header>
        <h2>Tests</h2>
        <span class=${tested.failed > 0 ? 'bad' : 'good'}
          >${tested.passed} passed, ${tested.failed} failed</span
        >
      </header>
      <ul>
        ${tested.files.flatMap((file) => [
          ...file.errors.map((error) => html`<li class="bad">${error.message}</li>`),
          ...file.cases
            .filter((each) => !each.passed)
            .map(
              (each) => html`<li>
                <span class="bad">✕</span> ${each.name}
                ${each.differences.map(
                  (difference) => html`<div class="soft">
                    ${difference.what}: ${difference.expected} expected, ${difference.got} found
                  </div>`,
                )}
              </li>`,
            ),
        ])}
      </ul>
    </section>`;
  }

  private tried(tried: Tried) {
    return html`<section class="panel" role="status">
      <header>
        <h2>On recorded calls</h2>
        <span class=${tried.changed > 0 ? 'warn' : 'good'}
          >${count(tried.changed)} of ${count(tried.calls)} decided otherwise</span
        >
      </header>
      ${
        tried.groups.length === 0
          ? html`<p class="soft">
              ${
                tried.calls === 0
                  ? 'No calls are recorded of the last seven days.'
                  : 'The last seven days would have been the same.'
              }
            </p>`
          : html`<div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col" class="number">Calls</th>
                    <th scope="col">Tool</th>
                    <th scope="col">Was</th>
                    <th scope="col">Would be</th>
                  </tr>
                </thead>
                <tbody>
                  ${merged(tried.groups).map(
                    (group) => html`<tr>
                      <td class="number">
                        <a href="/activity?open=${encodeURIComponent(group.examples[0] ?? '')}"
                          >${count(group.count)}</a
                        >
                      </td>
                      <td class="mono">${group.tool} <span class="soft">${group.server}</span></td>
                      <td>${group.old}</td>
                      <td>${group.new}</td>
                    </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
      ${
        tried.judged_redacted + tried.left_out > 0
          ? html`<p class="soft">
              ${count(tried.judged_redacted)} judged by redacted arguments,
              ${count(tried.left_out)} left out.
            </p>`
          : nothing
      }
    </section>`;
  }
}

/** Groups that only differ in their agents as one, the largest first. */
function merged(groups: Tried['groups']): Tried['groups'] {
  const all = new Map<string, Tried['groups'][number]>();
  for (const group of groups) {
    const kind = JSON.stringify([group.server, group.tool, group.old, group.new]);
    const known = all.get(kind);
    all.set(kind, known ? { ...known, count: known.count + group.count } : group);
  }
  return [...all.values()].sort((one, other) => other.count - one.count).slice(0, 100);
}

customElements.define('ag-policy-findings', PolicyFindings);
