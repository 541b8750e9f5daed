import { css, html, nothing } from 'lit';

import './status-badge.ts';
import { get, post } from './api.ts';
import { visible } from './format.ts';
import { Page } from './page.ts';
import { onMove, refine } from './router.ts';
import { type ServerState, type Tool, stateName } from './servers.ts';
import { shared } from './styles.ts';

/** What a gateway would decide, as `agentgate policy explain --json` says it. */
interface Explained {
  decision: string;
  rule: string | null;
  reason: string | null;
  operation: string | null;
  objection: string | null;
  redactions: string[];
  limits: string[];
  forwarded_arguments: unknown;
  trace: { rule: string; line: number; action: string; matches: string; failing: string | null }[];
}

/** Every server with its tools, and for each tool what would be decided on a call of it. */
class ServersPage extends Page {
  static properties = {
    ...Page.properties,
    servers: { state: true },
    server: { state: true },
    tool: { state: true },
    text: { state: true },
    agent: { state: true },
    explained: { state: true },
    refused: { state: true },
  };
  declare servers: ServerState[];
  declare server: string;
  declare tool: string;
  declare text: string;
  declare agent: string;
  declare explained: Explained | null;
  declare refused: string;

  static styles = [
    shared,
    css`
      .split {
        display: grid;
        grid-template-columns: minmax(240px, 340px) minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }
      .card {
        display: block;
        width: 100%;
        margin-bottom: 10px;
        padding: 12px 14px;
        text-align: left;
      }
      .card[aria-current] {
        border-color: var(--accent);
        box-shadow: inset 3px 0 0 var(--accent);
      }
      .card strong {
        display: block;
        font-weight: 600;
      }
      .card span {
        display: block;
        overflow: hidden;
        color: var(--text-soft);
        font-size: 12.5px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .card .good {
        color: var(--good);
      }
      .card .bad {
        color: var(--bad);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
        padding: 0 16px 12px;
        color: var(--text-soft);
      }
      details {
        border-top: 1px solid var(--line);
      }
      summary {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: baseline;
        padding: 10px 16px;
        cursor: pointer;
      }
      summary::before {
        content: '▸';
        color: var(--text-soft);
      }
      details[open] > summary::before {
        content: '▾';
      }
      summary .soft {
        flex: 1 1 200px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .tag {
        padding: 0 7px;
        border-radius: 99px;
        background: var(--mute-soft);
        color: var(--text-soft);
        font-size: 12px;
      }
      .body {
        display: grid;
        gap: 12px;
        padding: 2px 16px 18px 34px;
      }
      .body p {
        margin: 0;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      form {
        display: grid;
        gap: 10px;
        padding: 14px;
        border: 1px solid var(--line);
        border-radius: 6px;
      }
      label {
        display: grid;
        gap: 4px;
        color: var(--text-soft);
        font-size: 12.5px;
      }
      textarea {
        min-height: 92px;
        padding: 8px 10px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--surface);
        color: var(--text);
        font: 12.5px/1.5 var(--mono);
        resize: vertical;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: end;
      }
      .line {
        margin: 0;
        padding: 0 0 0 18px;
        border-left: 2px solid var(--line-strong);
        list-style: none;
      }
      .line li {
        padding: 3px 0;
      }
      @media (max-width: 900px) {
        .split {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  constructor() {
    super();
    this.every = 10_000;
    this.servers = [];
    this.server = '';
    this.tool = '';
    this.text = '{}';
    this.agent = '';
    this.explained = null;
    this.refused = '';
    this.readAddress();
  }

  connectedCallback() {
    super.connectedCallback();
    this.left.push(onMove(() => this.readAddress()));
  }

  private readAddress() {
    this.server = new URLSearchParams(location.search).get('server') ?? '';
  }

  protected async load() {
    this.servers = await get<ServerState[]>('/api/servers');
  }

  private choose(name: string) {
    this.server = name;
    this.tool = '';
    this.explained = null;
    refine({ server: name });
  }

  private open(event: Event, tool: Tool) {
    if ((event.target as HTMLDetailsElement).open) {
      this.tool = tool.name;
      this.text = JSON.stringify(example(tool.input_schema), null, 2);
      this.explained = null;
      this.refused = '';
    }
  }

  private async tryIt(event: Event, server: ServerState) {
    event.preventDefault();
    this.explained = null;
    this.refused = '';
    let given: unknown;
    try {
      given = JSON.parse(this.text);
    } catch (wrong) {
      this.refused = `The arguments are no JSON: ${(wrong as Error).message}`;
      return;
    }
    try {
      this.explained = await post<Explained>('/api/dry-run', {
        server: server.name,
        tool: this.tool,
        arguments: given,
        ...(this.agent === '' ? {} : { agent: this.agent }),
      });
    } catch (failed) {
      this.refused = (failed as Error).message;
    }
  }

  render() {
    const server = this.servers.find((each) => each.name === this.server) ?? this.servers[0];
    return html`<div class="head">
        <h1>Servers</h1>
        <p>What running gateways stand before, and the tools there</p>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${
        !this.loaded
          ? nothing
          : server === undefined
            ? html`<div class="panel empty">
                <strong>No gateway runs now.</strong> Servers show here while
                <code>agentgate wrap</code>, <code>agentgate serve</code> or a proxy of a cluster
                runs.
              </div>`
            : html`<div class="split">
                <div role="group" aria-label="Servers">
                  ${this.servers.map((each) => this.card(each, each === server))}
                </div>
                ${this.one(server)}
              </div>`
      }`;
  }

  private card(server: ServerState, current: boolean) {
    const state = stateName(server);
    return html`<button
      class="panel card"
      aria-current=${current ? 'true' : nothing}
      @click=${() => this.choose(server.name)}
    >
      <strong>${visible(server.name)}</strong>
      <span class=${state.kind}>${visible(state.words)}</span>
      <span>${server.transport}, ${visible(server.target)}</span>
    </button>`;
  }

  private one(server: ServerState) {
    return html`<section class="panel" aria-labelledby="server">
      <header>
        <h2 id="server">${visible(server.name)}</h2>
        <a class="soft" href="/activity?server=${encodeURIComponent(server.name)}">Calls</a>
      </header>
      <div class="facts">
        <span>${stateName(server).words}</span>
        <span>${server.transport}</span>
        ${server.protocol ? html`<span>MCP ${visible(server.protocol)}, ${server.era}</span>` : nothing}
        ${
          server.pids.length === 0
            ? nothing
            : html`<span
                >${server.pids.length === 1 ? 'pid' : 'pids'} ${server.pids.join(', ')}</span
              >`
        }
        ${server.trouble ? html`<span>${visible(server.trouble)}</span>` : nothing}
      </div>
      ${
        server.tools.length === 0
          ? html`<div class="empty">
              <strong>No client has asked for its tools yet.</strong>They show here once one does.
            </div>`
          : server.tools.map((tool) => this.toolView(server, tool))
      }
      ${
        server.tools_left_out > 0
          ? html`<p class="empty">${server.tools_left_out} more tools are not kept here.</p>`
          : nothing
      }
    </section>`;
  }

  private toolView(server: ServerState, tool: Tool) {
    return html`<details
      name="tool"
      ?open=${tool.name === this.tool}
      @toggle=${(event: Event) => this.open(event, tool)}
    >
      <summary>
        <span class="mono">${visible(tool.name)}</span>
        <span class="soft">${visible(tool.description ?? tool.title ?? '')}</span>
        ${tool.operation ? html`<span class="tag">${tool.operation}</span>` : nothing}
        ${tool.circuit ? html`<span class="tag">circuit ${tool.circuit.replace('_', ' ')}</span>` : nothing}
      </summary>
      ${tool.name === this.tool ? this.body(server, tool) : nothing}
    </details>`;
  }

  private body(server: ServerState, tool: Tool) {
    return html`<div class="body">
      ${
        tool.too_large
          ? html`<p class="soft">Its definition is not known here, or too large to be kept.</p>`
          : html`<p>${visible(tool.description ?? '')}</p>
              <pre tabindex="0" aria-label="Input schema of ${tool.name}">
${visible(JSON.stringify(tool.input_schema, null, 2) ?? '')}</pre
              >`
      }
      <form aria-label="Try ${tool.name}" @submit=${(event: Event) => this.tryIt(event, server)}>
        <label
          >Arguments<textarea
            .value=${this.text}
            @input=${(event: Event) => (this.text = (event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>
        <div class="row">
          <label
            >Agent<input
              placeholder="any"
              .value=${this.agent}
              @input=${(event: Event) => (this.agent = (event.target as HTMLInputElement).value)}
          /></label>
          <button class="main">What would be decided?</button>
          <span class="soft">Nothing is sent to the server.</span>
        </div>
        <div aria-live="polite">
          ${this.refused ? html`<p class="wrong">${this.refused}</p>` : nothing}
          ${this.explained === null ? nothing : this.verdict(this.explained)}
        </div>
      </form>
    </div>`;
  }

  private verdict(explained: Explained) {
    return html`<p>
        <strong>${explained.decision}</strong>
        ${explained.rule ? html`by <span class="mono">${explained.rule}</span>` : 'by the default'}
        ${explained.reason ? html`<span class="soft">${explained.reason}</span>` : nothing}
      </p>
      ${explained.objection ? html`<p class="soft">${explained.objection}</p>` : nothing}
      <ol class="line">
        ${explained.trace.map(
          (step) => html`<li>
            <span class="mono">${step.rule}</span>
            <span class="soft"
              >${step.action}, line ${step.line}:
              ${
                step.matches === 'true'
                  ? 'matches'
                  : step.matches === 'unknown'
                    ? 'cannot be told'
                    : `does not match${step.failing ? `: ${step.failing}` : ''}`
              }</span
            >
          </li>`,
        )}
      </ol>`;
  }
}

/** Arguments to begin with: what a schema demands, empty. */
function example(schema: unknown): Record<string, unknown> {
  const { properties, required } = (schema ?? {}) as {
    properties?: Record<string, { type?: string; default?: unknown }>;
    required?: string[];
  };
  const empty: Record<string, unknown> = {
    string: '',
    number: 0,
    integer: 0,
    boolean: false,
    array: [],
    object: {},
  };
  const begun: Record<string, unknown> = {};
  for (const name of Array.isArray(required) ? required : []) {
    const property = properties?.[name];
    begun[name] = property?.default ?? empty[property?.type ?? 'string'] ?? '';
  }
  return begun;
}

customElements.define('ag-servers', ServersPage);
