import { css, html, nothing } from 'lit';

import './period-picker.ts';
import { type Named, PERIODS, groupsOf } from './figures.ts';
import { ago, count, percent, visible } from './format.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

/** What refused calls, how often and whose, with examples. */
class ViolationsPage extends Page {
  static properties = {
    ...Page.properties,
    hours: { state: true },
    rules: { state: true },
    agents: { state: true },
  };
  declare hours: number;
  declare rules: Named[];
  declare agents: Named[];

  static styles = [
    shared,
    css`
      section {
        margin-bottom: 16px;
      }
      .examples a {
        margin-right: 10px;
      }
      .bar {
        display: block;
        height: 6px;
        border-radius: 3px;
        background: var(--bad);
      }
    `,
  ];

  constructor() {
    super();
    this.every = 10_000;
    this.hours = 24;
    this.rules = [];
    this.agents = [];
  }

  protected async load() {
    const refused = (each: Named) => each.denials + each.limited > 0;
    const [rules, agents] = await Promise.all([
      groupsOf('rule', this.hours),
      groupsOf('agent', this.hours),
    ]);
    this.rules = rules.filter(refused);
    this.agents = agents
      .filter((each) => each.name !== null && refused(each))
      .sort((one, other) => other.denials + other.limited - one.denials - one.limited);
  }

  render() {
    return html`<div class="head">
        <h1>Violations</h1>
        <p>What rules and limits refused</p>
        <ag-period
          .hours=${this.hours}
          .periods=${PERIODS}
          @chosen=${(event: CustomEvent<number>) => {
            this.hours = event.detail;
            void this.ask();
          }}
        ></ag-period>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.loaded ? this.tables() : nothing}`;
  }

  private tables() {
    if (this.rules.length === 0) {
      return html`<div class="panel empty">
        <strong>No call was refused in this time.</strong>What rules and limits refuse shows here.
      </div>`;
    }
    return html`<section class="panel" aria-labelledby="rules">
        <header><h2 id="rules">By rule or limit</h2></header>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="rules">
          <table>
            <thead>
              <tr>
                <th scope="col">Rule or limit</th>
                <th scope="col" class="number">Denied</th>
                <th scope="col" class="number">Limited</th>
                <th scope="col">Last</th>
                <th scope="col">Examples</th>
              </tr>
            </thead>
            <tbody>
              ${this.rules.map((rule) => this.rule(rule))}
            </tbody>
          </table>
        </div>
      </section>
      <section class="panel" aria-labelledby="agents">
        <header><h2 id="agents">By agent</h2></header>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="agents">
          <table>
            <thead>
              <tr>
                <th scope="col">Agent</th>
                <th scope="col" class="number">Refused</th>
                <th scope="col" class="number">Of all its calls</th>
                <th scope="col">Last call</th>
                <th scope="col"><span class="hidden">Calls</span></th>
              </tr>
            </thead>
            <tbody>
              ${this.agents.map(
                (agent) => html`<tr>
                  <td class="clip" title=${agent.name ?? ''}>${visible(agent.name ?? '')}</td>
                  <td class="number">${count(agent.denials + agent.limited)}</td>
                  <td class="number">${percent(agent.denials + agent.limited, agent.calls)}</td>
                  <td class="soft" title=${agent.last_seen}>${ago(agent.last_seen)}</td>
                  <td>
                    <a
                      href="/activity?status=denied&agent=${encodeURIComponent(agent.name ?? '')}"
                      aria-label="Refused calls of ${agent.name}"
                      >Calls</a
                    >
                  </td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </section>`;
  }

  private rule(rule: Named) {
    return html`<tr>
      <td class="mono">
        <a href="/activity?rule=${encodeURIComponent(rule.name ?? '')}"
          >${rule.name ?? 'the default of the policy'}</a
        >
      </td>
      <td class="number">${count(rule.denials)}</td>
      <td class="number">${count(rule.limited)}</td>
      <td class="soft" title=${rule.last_seen}>${ago(rule.last_seen)}</td>
      <td class="examples mono">
        ${(rule.examples ?? []).map(
          (id) => html`<a href="/activity?call=${encodeURIComponent(id)}">${id}</a>`,
        )}
      </td>
    </tr>`;
  }
}

customElements.define('ag-violations', ViolationsPage);
