import { LitElement, css, html } from 'lit';

/** How a call ended, in one coloured word. */
class StatusBadge extends LitElement {
  static properties = { status: {} };
  declare status: string;

  static styles = css`
    span {
      display: inline-block;
      padding: 1px 8px;
      border-radius: 99px;
      background: var(--mute-soft);
      color: var(--text-soft);
      font-size: 12px;
      font-weight: 550;
      line-height: 18px;
      white-space: nowrap;
    }
    .allowed {
      background: var(--good-soft);
      color: var(--good);
    }
    .denied {
      background: var(--bad-soft);
      color: var(--bad);
    }
    .rate_limited {
      background: var(--warn-soft);
      color: var(--warn);
    }
    .error {
      background: var(--info-soft);
      color: var(--info);
    }
  `;

  render() {
    return html`<span class=${/^[a-z_]+$/.test(this.status) ? this.status : ''}
      >${String(this.status).replace('_', ' ')}</span
    >`;
  }
}

customElements.define('ag-status', StatusBadge);
