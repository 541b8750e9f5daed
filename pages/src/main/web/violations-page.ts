import { html } from 'lit';

import './status-badge.ts';
import { type Violation, get } from './api.ts';
import { ago, count } from './format.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

/** Which rules and limits refused calls, and how often. */
class ViolationsPage extends Page {
  static properties = { ...Page.properties, found: { state: true } };
  declare found: Violation[];

  static styles = shared;

  constructor() {
    super();
    this.every = 10_000;
    this.found = [];
  }

  protected async load() {
    this.found = await get<Violation[]>('/api/violations');
  }

  render() {
    return html`<div class="head">
        <h1>Violations</h1>
        <p>Rules and limits that refused calls</p>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.loaded ? html`<section class="panel">${this.table()}</section>` : null}`;
  }

  private table() {
    if (this.found.length === 0) {
      return html`<div class="empty">
        <strong>No call was refused.</strong>What rules and limits refuse shows here.
      </div>`;
    }
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule or limit</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="number">Calls</th>
            <th scope="col">Last</th>
            <th scope="col"></th>
          </tr>
        </thead>
        <tbody>
          ${this.found.map(
            (each) => html`<tr>
              <td class="mono">${each.policy_hit ?? 'the default of the policy'}</td>
              <td><ag-status .status=${each.status}></ag-status></td>
              <td class="number">${count(each.count)}</td>
              <td class="soft" title=${each.last_seen}>${ago(each.last_seen)}</td>
              <td><a href="/activity?status=${encodeURIComponent(each.status)}">Calls</a></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('ag-violations', ViolationsPage);
