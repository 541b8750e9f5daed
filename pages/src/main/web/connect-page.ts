import { css, html, nothing } from 'lit';

import { get } from './api.ts';
import { Page } from './page.ts';
import { shared } from './styles.ts';

interface WayIn {
  endpoint: string | null;
  problem: string | null;
  /** Our command on this machine; null where the gateway is elsewhere. */
  launcher: string | null;
  clients: {
    client: string;
    title: string;
    found: boolean;
    file: string;
    entries: string[];
    other_servers: number;
    problem: string | null;
  }[];
}

/** How clients get to the gateway: a link where they take one, a command, or what to write. */
class ConnectPage extends Page {
  static properties = { ...Page.properties, way: { state: true }, copied: { state: true } };
  declare way: WayIn | null;
  declare copied: string;

  static styles = [
    shared,
    css`
      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(320px, 1fr));
        gap: 16px;
      }
      .card {
        display: flex;
        flex-direction: column;
        gap: 10px;
        padding: 16px;
      }
      .card header {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        padding: 0;
      }
      .card p {
        margin: 0;
        color: var(--text-soft);
        overflow-wrap: anywhere;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: auto;
      }
      .row a {
        display: inline-flex;
        align-items: center;
        min-height: 34px;
        padding: 0 12px;
        border-radius: 6px;
        background: #0f766e;
        color: #fff;
        font-weight: 550;
        text-decoration: none;
      }
      .yes {
        color: var(--good);
        font-weight: 550;
      }
      .top {
        margin-bottom: 16px;
        padding: 16px;
      }
      .snippet {
        display: flex;
        gap: 8px;
        align-items: start;
        margin-top: 8px;
      }
      .snippet pre {
        flex: 1;
        min-height: 34px;
        padding: 7px 12px;
      }
      .second {
        margin-top: 18px;
      }
    `,
  ];

  constructor() {
    super();
    this.way = null;
    this.copied = '';
  }

  protected async load() {
    this.way = await get<WayIn>('/api/connect');
  }

  private async copy(text: string) {
    await navigator.clipboard.writeText(text);
    this.copied = text;
  }

  render() {
    const way = this.way;
    return html`<div class="head">
        <h1>Connect</h1>
        <p>Put the gateway between an agent and its tools</p>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${way === null ? nothing : html`${this.endpoint(way)}
            <div class="cards">${way.clients.map((client) => this.card(way, client))}</div>`}`;
  }

  private endpoint(way: WayIn) {
    return html`<section class="panel top">
      ${
        way.endpoint === null
          ? html`<p class="soft">${way.problem}</p>`
          : html`<h2>Any client that speaks Streamable HTTP</h2>
              ${this.snippet(way.endpoint, 'the address')}`
      }
      ${
        way.launcher === null
          ? nothing
          : html`<h2 class="second">Any client that starts its servers</h2>
              ${this.snippet(`${way.launcher} wrap -- COMMAND`, 'the command')}`
      }
    </section>
    ${way.launcher === null && way.endpoint !== null ? this.elsewhere(way.endpoint) : nothing}`;
  }

  /** What clients of other machines write or open. */
  private elsewhere(endpoint: string) {
    return html`<div class="cards">
      ${REMOTE.map(
        (each) => html`<section class="panel card" aria-label=${each.title}>
          <header><h2>${each.title}</h2></header>
          ${
            each.command === null
              ? this.link(each.title, linkFor(each.client, endpoint) ?? '')
              : this.command(each.title, each.command(endpoint))
          }
        </section>`,
      )}
    </div>`;
  }

  private link(title: string, link: string) {
    return html`<p>It asks before it adds anything.</p>
      <div class="row"><a href=${link}>Add to ${title}</a></div>`;
  }

  private command(title: string, command: string) {
    return html`<pre tabindex="0" aria-label="Command for ${title}">${command}</pre>
      <div class="row">
        <button aria-label="Copy the command for ${title}" @click=${() => this.copy(command)}>
          ${this.copied === command ? 'Copied' : 'Copy'}
        </button>
      </div>`;
  }

  private snippet(text: string, name: string) {
    return html`<div class="snippet">
      <pre tabindex="0" aria-label=${name}>${text}</pre>
      <button aria-label="Copy ${name}" @click=${() => this.copy(text)}>
        ${this.copied === text ? 'Copied' : 'Copy'}
      </button>
    </div>`;
  }

  private card(way: WayIn, client: WayIn['clients'][number]) {
    const command = `agentgate connect ${client.client}`;
    const link = way.endpoint === null ? null : linkFor(client.client, way.endpoint);
    return html`<section class="panel card" aria-label=${client.title}>
      <header>
        <h2>${client.title}</h2>
        ${
          client.entries.length > 0
            ? html`<span class="yes">goes through the gateway</span>`
            : html`<span class="soft">${client.found ? 'found' : 'not found here'}</span>`
        }
      </header>
      ${
        client.problem
          ? html`<p>${client.problem}</p>`
          : html`<p>
              ${
                client.other_servers === 0
                  ? ''
                  : client.other_servers === 1
                    ? 'One server goes past the gateway. '
                    : `${client.other_servers} servers go past the gateway. `
              }${client.file}
            </p>`
      }
      <pre tabindex="0" aria-label="Command for ${client.title}">${command}</pre>
      <div class="row">
        ${link === null ? nothing : html`<a href=${link}>Add to ${client.title}</a>`}
        <button aria-label="Copy the command for ${client.title}" @click=${() => this.copy(command)}>
          ${this.copied === command ? 'Copied' : 'Copy'}
        </button>
      </div>
    </section>`;
  }
}

/** Clients that take the address of a gateway on another machine, by a command or by a link. */
const REMOTE: {
  client: string;
  title: string;
  command: ((endpoint: string) => string) | null;
}[] = [
  {
    client: 'claude-code',
    title: 'Claude Code',
    command: (endpoint) => `claude mcp add --transport http agentgate ${endpoint}`,
  },
  {
    client: 'codex',
    title: 'Codex',
    command: (endpoint) => `codex mcp add agentgate --url ${endpoint}`,
  },
  { client: 'cursor', title: 'Cursor', command: null },
  { client: 'vscode', title: 'VS Code', command: null },
];

/** What a client that takes links opens; null where it takes none. */
function linkFor(client: string, url: string): string | null {
  switch (client) {
    case 'cursor':
      return `cursor://anysphere.cursor-deeplink/mcp/install?name=agentgate&config=${encodeURIComponent(
        btoa(JSON.stringify({ url })),
      )}`;
    case 'vscode':
      return `vscode:mcp/install?${encodeURIComponent(
        JSON.stringify({ name: 'agentgate', type: 'http', url }),
      )}`;
    default:
      return null;
  }
}

customElements.define('ag-connect', ConnectPage);
