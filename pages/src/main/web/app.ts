import './trusted.ts';

import { LitElement, css, html, nothing, type TemplateResult } from 'lit';

import './activity-page.ts';
import './analytics-page.ts';
import './connect-page.ts';
import './overview-page.ts';
import './servers-page.ts';
import './sessions-page.ts';
import './settings-page.ts';
import './sign-in.ts';
import './violations-page.ts';
import { ApiError, SIGNED_OUT } from './api.ts';
import { visible } from './format.ts';
import { live } from './live.ts';
import { follow, onMove } from './router.ts';
import { isSignedIn, signOut, who } from './session.ts';
import { shared } from './styles.ts';

interface Page {
  path: string;
  name: string;
  icon: string;
  show: (path: string) => TemplateResult;
}

const PAGES: Page[] = [
  {
    path: '/',
    name: 'Overview',
    icon: 'M3 12h4l3-8 4 16 3-8h4',
    show: () => html`<ag-overview></ag-overview>`,
  },
  {
    path: '/activity',
    name: 'Activity',
    icon: 'M4 6h16M4 12h16M4 18h10',
    show: () => html`<ag-activity></ag-activity>`,
  },
  {
    path: '/violations',
    name: 'Violations',
    icon: 'M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM9 9l6 6M15 9l-6 6',
    show: () => html`<ag-violations></ag-violations>`,
  },
  {
    path: '/analytics',
    name: 'Analytics',
    icon: 'M5 20V10M12 20V4M19 20v-7',
    show: () => html`<ag-analytics></ag-analytics>`,
  },
  {
    path: '/servers',
    name: 'Servers',
    icon: 'M4 4h16v6H4zM4 14h16v6H4zM8 7h.01M8 17h.01',
    show: () => html`<ag-servers></ag-servers>`,
  },
  {
    path: '/sessions',
    name: 'Sessions',
    icon: 'M9 11a4 4 0 1 0 0-8a4 4 0 1 0 0 8M3 21v-1a6 6 0 0 1 12 0v1M17 8l4 4M21 8l-4 4',
    show: () => html`<ag-sessions></ag-sessions>`,
  },
  {
    path: '/settings',
    name: 'Settings',
    icon: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 4.5a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5M8 14.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5',
    show: (path) => html`<ag-settings path=${path}></ag-settings>`,
  },
  {
    path: '/connect',
    name: 'Connect',
    icon: 'M9 7V3M15 7V3M6 7h12v4a6 6 0 0 1-12 0zM12 17v4',
    show: () => html`<ag-connect></ag-connect>`,
  },
];

/** The page of an address: its own, or the one that it is a part of. */
function pageAt(path: string): Page | undefined {
  return PAGES.find(
    (each) => each.path === path || (each.path !== '/' && path.startsWith(`${each.path}/`)),
  );
}

type Theme = '' | 'light' | 'dark';

/** The frame around every page, and the door before it. */
class App extends LitElement {
  static properties = {
    signedIn: { state: true },
    path: { state: true },
    connection: { state: true },
    theme: { state: true },
    wrong: { state: true },
    wayOut: { state: true },
  };
  /** Where somebody who may do nothing here becomes somebody else. */
  declare wayOut: string;
  declare signedIn: boolean | null;
  declare path: string;
  declare connection: string;
  declare theme: Theme;
  declare wrong: string;

  private readonly left: (() => void)[] = [];
  private readonly signedOut = () => {
    live.stop();
    // Asked again, so that it is known how to sign in.
    void this.find();
  };

  static styles = [
    shared,
    css`
      .frame {
        display: grid;
        grid-template-columns: 216px minmax(0, 1fr);
        min-height: 100vh;
      }
      .skip {
        position: absolute;
        left: -9999px;
      }
      .skip:focus {
        left: 12px;
        top: 12px;
        z-index: 3;
        padding: 8px 12px;
        background: var(--raised);
      }
      nav {
        position: sticky;
        top: 0;
        display: flex;
        flex-direction: column;
        gap: 2px;
        height: 100vh;
        padding: 16px 12px;
        border-right: 1px solid var(--line);
        background: var(--surface);
      }
      .brand {
        display: flex;
        gap: 10px;
        align-items: center;
        padding: 4px 8px 18px;
        font-size: 15px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      nav a {
        display: flex;
        gap: 10px;
        align-items: center;
        padding: 7px 8px;
        border-radius: 6px;
        color: var(--text-soft);
        text-decoration: none;
      }
      nav a:hover {
        background: var(--mute-soft);
        color: var(--text);
      }
      nav a[aria-current] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 550;
      }
      nav svg {
        flex: none;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .foot {
        display: flex;
        flex-direction: column;
        gap: 8px;
        margin-top: auto;
        padding: 8px;
        font-size: 12.5px;
      }
      .foot select,
      .foot button {
        min-height: 30px;
        font-size: 12.5px;
      }
      .who {
        overflow: hidden;
        color: var(--text-soft);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .connection::before {
        content: '';
        display: inline-block;
        width: 8px;
        height: 8px;
        margin-right: 8px;
        border-radius: 50%;
        background: var(--warn);
      }
      .connection.open::before {
        background: var(--good);
      }
      .connection.lost::before {
        background: var(--bad);
      }
      main {
        padding: 28px 32px 48px;
        min-width: 0;
      }
      main:focus {
        outline: none;
      }
      @media (max-width: 760px) {
        .frame {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: auto 1fr;
        }
        nav {
          position: static;
          flex-direction: row;
          align-items: center;
          height: auto;
          padding: 8px;
          overflow-x: auto;
          border-right: 0;
          border-bottom: 1px solid var(--line);
        }
        .brand {
          padding: 0 8px;
        }
        .brand span {
          display: none;
        }
        nav a span {
          white-space: nowrap;
        }
        .foot {
          flex-direction: row;
          align-items: center;
          margin: 0 0 0 auto;
          padding: 0;
          white-space: nowrap;
        }
        main {
          padding: 20px 16px 40px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.signedIn = null;
    this.path = location.pathname;
    this.connection = live.state;
    this.wrong = '';
    this.wayOut = '';
    const kept = localStorage.getItem('agentgate-theme');
    this.theme = kept === 'light' || kept === 'dark' ? kept : '';
    this.applyTheme();
  }

  connectedCallback() {
    super.connectedCallback();
    this.left.push(
      onMove(() => this.moved()),
      live.onState(() => (this.connection = live.state)),
    );
    window.addEventListener(SIGNED_OUT, this.signedOut);
    void this.find();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.left.splice(0).forEach((leave) => leave());
    window.removeEventListener(SIGNED_OUT, this.signedOut);
  }

  private async find() {
    try {
      this.signedIn = await isSignedIn();
      this.wrong = '';
      if (this.signedIn) {
        live.start();
      }
    } catch (failed) {
      this.wrong = String((failed as Error).message);
      const out = failed instanceof ApiError ? failed.said.sign_out : undefined;
      this.wayOut = typeof out === 'string' ? out : '';
    }
  }

  private moved() {
    if (this.path !== location.pathname) {
      this.path = location.pathname;
      window.scrollTo(0, 0);
      void this.updateComplete.then(() =>
        (this.renderRoot.querySelector('main') as HTMLElement | null)?.focus(),
      );
    }
  }

  private entered() {
    this.signedIn = true;
    live.start();
  }

  private chooseTheme(event: Event) {
    this.theme = (event.target as HTMLSelectElement).value as Theme;
    localStorage.setItem('agentgate-theme', this.theme);
    this.applyTheme();
    window.dispatchEvent(new Event('agentgate-theme'));
  }

  private applyTheme() {
    if (this.theme) {
      document.documentElement.dataset.theme = this.theme;
    } else {
      delete document.documentElement.dataset.theme;
    }
  }

  render() {
    if (this.signedIn === null) {
      return this.wrong
        ? html`<main>
            <p class="wrong" role="alert">${this.wrong}</p>
            <button @click=${this.find}>Try again</button>
            ${
              this.wayOut
                ? html`<a href=${this.wayOut}>Sign out, to sign in as somebody else</a>`
                : nothing
            }
          </main>`
        : nothing;
    }
    if (!this.signedIn) {
      return html`<ag-sign-in @signed-in=${this.entered}></ag-sign-in>`;
    }
    const page = pageAt(this.path);
    document.title = `${page?.name ?? 'Nothing here'} · AgentGate`;
    return html`<div class="frame" @click=${follow}>
      <a class="skip" href="#main" @click=${this.skip}>Skip to the page</a>
      <nav aria-label="Pages">
        <div class="brand">
          <img src="/assets/icon.svg" width="26" height="26" alt="" /><span>AgentGate</span>
        </div>
        ${PAGES.map(
          (each) => html`<a
            href=${each.path}
            aria-current=${each === page ? 'page' : nothing}
            ><svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
              <path d=${each.icon} /></svg
            ><span>${each.name}</span></a
          >`,
        )}
        <div class="foot">
          <span
            class="connection ${this.connection}"
            role="status"
            title=${this.connection === 'silent' ? live.why : nothing}
            >${this.connectionWords()}</span>
          <select aria-label="Colours" @change=${this.chooseTheme}>
            <option value="" ?selected=${this.theme === ''}>System colours</option>
            <option value="light" ?selected=${this.theme === 'light'}>Light</option>
            <option value="dark" ?selected=${this.theme === 'dark'}>Dark</option>
          </select>
          ${who() ? html`<span class="who" title=${who()}>${visible(who())}</span>` : nothing}
          <button @click=${signOut}>Sign out</button>
        </div>
      </nav>
      <main id="main" tabindex="-1">
        ${
          page?.show(this.path) ??
          html`<div class="empty">
            <strong>There is nothing at this address.</strong>
            <a href="/">Go to the overview</a>
          </div>`
        }
      </main>
    </div>`;
  }

  private skip(event: Event) {
    event.preventDefault();
    event.stopPropagation();
    (this.renderRoot.querySelector('main') as HTMLElement).focus();
  }

  private connectionWords(): string {
    switch (this.connection) {
      case 'open':
        return 'Live';
      case 'silent':
        return 'No news of calls';
      case 'lost':
        return 'Reconnecting';
      default:
        return 'Connecting';
    }
  }
}

customElements.define('ag-app', App);
