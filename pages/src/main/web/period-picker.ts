import { LitElement, css, html } from 'lit';

import { shared } from './styles.ts';

/** The choice of how far back something looks. */
class PeriodPicker extends LitElement {
  static properties = { hours: { attribute: false }, periods: { attribute: false } };
  declare hours: number;
  declare periods: [number, string][];

  static styles = [
    shared,
    css`
      :host {
        margin-left: auto;
      }
    `,
  ];

  constructor() {
    super();
    this.hours = 24;
    this.periods = [];
  }

  render() {
    return html`<select
      aria-label="Period"
      @change=${(event: Event) =>
        this.dispatchEvent(
          new CustomEvent('chosen', { detail: Number((event.target as HTMLSelectElement).value) }),
        )}
    >
      ${this.periods.map(
        ([hours, words]) =>
          html`<option value=${hours} ?selected=${hours === this.hours}>${words}</option>`,
      )}
    </select>`;
  }
}

customElements.define('ag-period', PeriodPicker);
