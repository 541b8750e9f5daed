import { LitElement, css, html, nothing } from 'lit';

import './doctor-view.ts';
import './keys-view.ts';
import './policy-view.ts';
import { shared } from './styles.ts';

const TABS = [
  { path: '/settings', name: 'Policy', show: () => html`<ag-policy></ag-policy>` },
  { path: '/settings/keys', name: 'API keys', show: () => html`<ag-keys></ag-keys>` },
  { path: '/settings/doctor', name: 'Doctor', show: () => html`<ag-doctor></ag-doctor>` },
];

/** What can be changed, one matter a tab. */
class SettingsPage extends LitElement {
  static properties = { path: {} };
  declare path: string;

  static styles = [
    shared,
    css`
      .tabs {
        display: flex;
        gap: 4px;
        margin-bottom: 20px;
        border-bottom: 1px solid var(--line);
      }
      .tabs a {
        padding: 8px 12px;
        border-bottom: 2px solid transparent;
        color: var(--text-soft);
        text-decoration: none;
      }
      .tabs a:hover {
        color: var(--text);
      }
      .tabs a[aria-current] {
        border-color: var(--accent);
        color: var(--text);
        font-weight: 550;
      }
    `,
  ];

  constructor() {
    super();
    this.path = '/settings';
  }

  render() {
    const tab = TABS.find((each) => each.path === this.path) ?? TABS[0];
    return html`<div class="head"><h1>Settings</h1></div>
      <nav class="tabs" aria-label="Settings">
        ${TABS.map(
          (each) =>
            html`<a href=${each.path} aria-current=${each === tab ? 'page' : nothing}>${each.name}</a>`,
        )}
      </nav>
      ${tab.show()}`;
  }
}

customElements.define('ag-settings', SettingsPage);
