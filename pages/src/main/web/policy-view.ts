import { css, html, nothing } from 'lit';

import './policy-editor.ts';
import './policy-findings.ts';
import { ApiError, get, getText, postTagged, postText, putText } from './api.ts';
import { forgetDraft, keepDraft, keptDraft } from './draft.ts';
import { ago, count, visible } from './format.ts';
import { around, compare } from './lines.ts';
import { Page } from './page.ts';
import type { Remark } from './policy-editor.ts';
import type { Found, Linted, Tested, Tried } from './policy-findings.ts';
import { PolicyWords } from './policy-words.ts';
import { may } from './session.ts';
import { shared } from './styles.ts';

interface Revisions {
  active: string;
  replaced: { id: string; revision: string; until: string }[];
  /** Texts that somebody else has to put in force. */
  drafts: { id: string; author: string; written: string; comment: string }[];
}

/** What became of a text that was to be put in force. */
type Replaced = { ok: true; revision: string } | { ok: false; draft: string; why: string };

/** What rules in shadow mode, and a candidate policy, would have done. */
interface Divergence {
  calls: number;
  groups: {
    rule: string | null;
    decision: string;
    candidate: string | null;
    count: number;
    examples: string[];
  }[];
}

interface InForce {
  source: string | null;
  /** Whether tests can lie beside it. */
  tests: boolean;
  gateways: { pid: number | null; command: string; server: string; revision: string; shown: boolean }[];
}

const LINT_WAIT = 350;

/**
 * The policy and all that can be done with it: read, change, check, try on recorded calls, put in
 * force, and take back. What somebody typed is kept in the browser until it is in force.
 */
class PolicyView extends Page {
  static properties = {
    ...Page.properties,
    active: { state: true },
    draft: { state: true },
    revisions: { state: true },
    inForce: { state: true },
    divergence: { state: true },
    linted: { state: true },
    found: { state: true },
    busy: { state: true },
    stale: { state: true },
    said: { state: true },
    asking: { state: true },
    deciding: { state: true },
    none: { state: true },
  };
  /** What is in force, as it was when the draft was begun. */
  declare active: { text: string; tag: string } | null;
  declare draft: string;
  declare revisions: Revisions | null;
  declare inForce: InForce | null;
  declare divergence: Divergence | null;
  declare linted: Linted | null;
  declare found: Found | null;
  declare busy: string;
  /** What somebody else has put in force meanwhile. */
  declare stale: { text: string; tag: string } | null;
  declare said: string;
  declare asking: boolean;
  /** The draft that somebody is about to put in force; null for what is in the editor. */
  declare deciding: { id: string; text: string } | null;
  declare none: boolean;

  private words: PolicyWords | null = null;
  private linting = 0;

  static styles = [
    shared,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 10px;
        align-items: center;
        margin-bottom: 12px;
      }
      .bar .where {
        flex: 1 1 260px;
        min-width: 0;
      }
      .where strong {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 550;
      }
      .split {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(280px, 2fr);
        gap: 16px;
        align-items: stretch;
      }
      .editor {
        height: max(460px, calc(100vh - 300px));
        overflow: hidden;
      }
      .side {
        display: flex;
        flex-direction: column;
        gap: 16px;
        min-width: 0;
      }
      .note {
        margin: 0 0 12px;
        padding: 10px 14px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--info-soft);
        color: var(--text);
      }
      .note.bad {
        border-color: var(--bad);
        background: var(--bad-soft);
      }
      .note button {
        margin-left: 8px;
      }
      .list {
        margin: 0;
        padding: 0 16px 12px;
        list-style: none;
      }
      .list li {
        display: flex;
        gap: 10px;
        align-items: center;
        justify-content: space-between;
        padding: 6px 0;
      }
      dialog {
        width: min(760px, 92vw);
        max-height: 86vh;
        padding: 22px 24px;
        overflow: auto;
        border: 1px solid var(--line-strong);
        border-radius: 10px;
        background: var(--raised);
        color: var(--text);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .diff {
        margin: 14px 0;
        max-height: 46vh;
      }
      .diff span {
        display: block;
      }
      .gone {
        background: var(--bad-soft);
        color: var(--bad);
      }
      .new {
        background: var(--good-soft);
        color: var(--good);
      }
      .actions {
        display: flex;
        gap: 10px;
        justify-content: flex-end;
      }
      @media (max-width: 1100px) {
        .split {
          grid-template-columns: minmax(0, 1fr);
        }
        .editor {
          height: 440px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.every = 15_000;
    this.active = null;
    this.draft = '';
    this.revisions = null;
    this.inForce = null;
    this.divergence = null;
    this.linted = null;
    this.found = null;
    this.busy = '';
    this.stale = null;
    this.said = '';
    this.asking = false;
    this.deciding = null;
    this.none = false;
  }

  protected async load() {
    let now;
    try {
      now = await getText('/api/policies');
    } catch (failed) {
      if (failed instanceof ApiError && failed.status === 404) {
        this.none = true;
        return;
      }
      throw failed;
    }
    this.none = false;
    if (this.active === null) {
      this.begin(now);
      this.words = new PolicyWords(await get('/api/policies/schema'));
    } else if (now.tag !== this.active.tag) {
      if (this.isChanged()) {
        this.stale = now;
      } else {
        this.become(now);
      }
    }
    [this.revisions, this.inForce, this.divergence] = await Promise.all([
      get<Revisions>('/api/policies/revisions'),
      get<InForce>('/api/policies/in-force'),
      get<Divergence>('/api/policies/divergence'),
    ]);
  }

  private begin(now: { text: string; tag: string }) {
    const kept = keptDraft();
    this.active = now;
    this.draft = now.text;
    if (kept !== null && kept.text !== now.text) {
      this.draft = kept.text;
      this.said = `What you had typed ${ago(kept.at)} is here again.`;
      if (kept.tag !== now.tag) {
        this.stale = now;
      }
    }
    this.lintSoon();
  }

  private become(now: { text: string; tag: string }) {
    this.active = now;
    this.draft = now.text;
    this.stale = null;
    this.found = null;
    forgetDraft();
    this.lintSoon();
  }

  private isChanged(): boolean {
    return this.active !== null && this.draft !== this.active.text;
  }

  private edited(event: CustomEvent<string>) {
    this.draft = event.detail;
    this.said = '';
    if (this.isChanged()) {
      keepDraft(this.draft, this.active?.tag ?? '');
    } else {
      forgetDraft();
    }
    this.lintSoon();
  }

  private lintSoon() {
    window.clearTimeout(this.linting);
    this.linting = window.setTimeout(() => void this.lint(), LINT_WAIT);
  }

  private async lint() {
    const text = this.draft;
    try {
      const linted = await postText<Linted>('/api/policies/lint', text);
      if (text === this.draft) {
        this.linted = linted;
      }
    } catch (failed) {
      this.wrong = (failed as Error).message;
    }
  }

  private async doing(what: string, act: () => Promise<void>) {
    this.busy = what;
    this.wrong = '';
    try {
      await act();
    } catch (failed) {
      this.wrong = (failed as Error).message;
    } finally {
      this.busy = '';
    }
  }

  private test() {
    return this.doing('Running the tests', async () => {
      this.found = {
        kind: 'tests',
        tested: await postText<Tested>('/api/policies/test', this.draft),
      };
    });
  }

  private tryOn() {
    return this.doing('Trying it on recorded calls', async () => {
      this.found = {
        kind: 'tried',
        tried: await postText<Tried>('/api/policies/what-if?hours=168', this.draft),
      };
    });
  }

  private consider() {
    this.deciding = null;
    this.showDialog();
  }

  private considerDraft(id: string) {
    return this.doing('Reading the draft', async () => {
      const { text } = await getText(`/api/policies/drafts/${encodeURIComponent(id)}`);
      this.deciding = { id, text };
      this.showDialog();
    });
  }

  private showDialog() {
    this.asking = true;
    void this.updateComplete.then(() =>
      (this.renderRoot.querySelector('dialog') as HTMLDialogElement | null)?.showModal(),
    );
  }

  private activate() {
    this.asking = false;
    return this.doing('Putting it in force', async () => {
      const tag = this.active?.tag ?? '';
      try {
        await (this.deciding === null ? this.replace(tag) : this.activateDraft(this.deciding.id, tag));
      } catch (failed) {
        if (failed instanceof ApiError && failed.status === 412) {
          this.stale = await getText('/api/policies');
        } else {
          throw failed;
        }
      }
    });
  }

  private async replace(tag: string) {
    const text = this.draft;
    const done = await putText<Replaced>('/api/policies', text, tag);
    if (done.ok) {
      this.become({ text, tag: `"${done.revision}"` });
      this.said = `Revision ${done.revision} is in force.`;
    } else {
      this.discard();
      this.said = `Draft ${done.draft} is written and waits: ${done.why}.`;
    }
    await this.load();
  }

  private async activateDraft(id: string, tag: string) {
    const path = `/api/policies/drafts/${encodeURIComponent(id)}/activate`;
    const done = await postTagged<{ revision: string }>(path, tag);
    await this.load();
    this.said = `Revision ${done.revision} is in force.`;
  }

  private bringBack(id: string, revision: string) {
    return this.doing('Reading the revision', async () => {
      this.draft = (await getText(`/api/policies/revisions/${encodeURIComponent(id)}`)).text;
      this.said = `The text of revision ${revision} is in the editor. Activate it to bring it back.`;
      keepDraft(this.draft, this.active?.tag ?? '');
      await this.lint();
    });
  }

  private discard() {
    if (this.active !== null) {
      this.become(this.stale ?? this.active);
      this.said = '';
    }
  }

  /** Goes on with what was typed, over what somebody else has put in force. */
  private keepMine() {
    this.active = this.stale;
    this.stale = null;
    keepDraft(this.draft, this.active?.tag ?? '');
  }

  render() {
    if (this.none) {
      return html`<div class="panel empty">
        <strong>No policy file is configured, so every call is allowed.</strong>
        <code>agentgate init</code> writes one, or name yours as <code>policy_path</code> in
        <code>config.toml</code>.
      </div>`;
    }
    if (this.active === null) {
      return this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing;
    }
    const errors = this.linted?.errors.length ?? 0;
    return html`${this.bar(errors)}
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : null}
      ${this.said ? html`<p class="note" role="status">${this.said}</p>` : null}
      ${this.stale ? this.conflict() : null}
      <div class="split">
        <section class="panel editor">
          <ag-policy-editor
            .text=${this.draft}
            .words=${this.words}
            .remarks=${this.remarks()}
            syntax=${/\.(ya?ml|json)$/.test(this.inForce?.source ?? '') ? 'yaml' : 'toml'}
            ?fixed=${!may('write_policy')}
            @edited=${this.edited}
          ></ag-policy-editor>
        </section>
        <div class="side">
          <ag-policy-findings
            .linted=${this.linted}
            .found=${this.found}
            @place=${this.goTo}
          ></ag-policy-findings>
          ${this.drafts()} ${this.history()} ${this.wouldHave()} ${this.gateways()}
        </div>
      </div>
      ${this.asking ? this.dialog() : null}`;
  }

  private bar(errors: number) {
    const changed = this.isChanged();
    return html`<div class="bar">
      <div class="where">
        <strong title=${this.inForce?.source ?? ''}>${this.inForce?.source ?? 'Policy'}</strong>
        <span class="soft" role="status"
          >${
            this.busy ||
            (changed ? 'Changed, not in force' : `In force, revision ${bare(this.active?.tag)}`)
          }</span
        >
      </div>
      ${may('write_policy') ? this.buttons(changed, errors) : nothing}
    </div>`;
  }

  private buttons(changed: boolean, errors: number) {
    const idle = this.busy === '';
    return html`<button ?disabled=${!changed || !idle} @click=${this.discard}>Discard</button>
      ${
        this.inForce?.tests
          ? html`<button ?disabled=${!idle} @click=${this.test}>Run tests</button>`
          : nothing
      }
      ${
        may('read_contents')
          ? html`<button ?disabled=${!changed || errors > 0 || !idle} @click=${this.tryOn}>
              Try on recorded calls
            </button>`
          : nothing
      }
      <button
        class="main"
        ?disabled=${!changed || errors > 0 || !idle || this.stale !== null}
        @click=${this.consider}
      >
        Activate…
      </button>`;
  }

  private conflict() {
    return html`<p class="note bad" role="alert">
      Somebody else has put revision ${bare(this.stale?.tag)} in force. Your text is kept.
      <button @click=${this.keepMine}>Go on with mine</button>
      <button @click=${this.discard}>Take theirs</button>
    </p>`;
  }

  private remarks(): Remark[] {
    return [
      ...(this.linted?.errors ?? []).map((each) => ({ ...each, severity: 'error' as const })),
      ...(this.linted?.findings ?? []).map((each) => ({ ...each, severity: 'warning' as const })),
    ];
  }

  private goTo(event: CustomEvent<{ line: number; column: number }>) {
    const editor = this.renderRoot.querySelector('ag-policy-editor') as HTMLElement & {
      show(line: number, column: number): void;
    };
    editor.show(event.detail.line, event.detail.column);
  }

  private drafts() {
    const drafts = this.revisions?.drafts ?? [];
    if (drafts.length === 0) {
      return nothing;
    }
    return html`<section class="panel">
      <header><h2>Drafts that wait</h2></header>
      <ul class="list">
        ${drafts.map(
          (each) => html`<li>
            <span
              ><span class="mono">${each.id}</span> by ${visible(each.author)}
              <span class="soft" title=${each.written}>${ago(each.written)}</span></span
            >
            ${
              may('activate_policy')
                ? html`<button
                    aria-label="Activate draft ${each.id}"
                    ?disabled=${this.busy !== ''}
                    @click=${() => this.considerDraft(each.id)}
                  >
                    Activate…
                  </button>`
                : nothing
            }
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private history() {
    const replaced = this.revisions?.replaced ?? [];
    return html`<section class="panel">
      <header><h2>Revisions</h2></header>
      <ul class="list">
        <li>
          <span><span class="mono">${this.revisions?.active ?? ''}</span></span>
          <span class="soft">in force</span>
        </li>
        ${replaced.slice(0, 12).map(
          (each) => html`<li>
            <span
              ><span class="mono">${each.revision}</span>
              <span class="soft" title=${each.until}>until ${ago(each.until)}</span></span
            >
            ${
              may('write_policy')
                ? html`<button
                    aria-label="Bring back revision ${each.revision}"
                    ?disabled=${this.busy !== ''}
                    @click=${() => this.bringBack(each.id, each.revision)}
                  >
                    Bring back
                  </button>`
                : nothing
            }
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private wouldHave() {
    const groups = this.divergence?.groups ?? [];
    if (groups.length === 0) {
      return nothing;
    }
    return html`<section class="panel">
      <header>
        <h2>Would have been</h2>
        <span class="soft">on the newest ${count(this.divergence?.calls ?? 0)} calls</span>
      </header>
      <ul class="list">
        ${groups.slice(0, 10).map(
          (each) => html`<li>
            <span
              >${each.candidate ? 'candidate' : 'in shadow'}
              <span class="mono">${each.rule ?? 'default'}</span>: ${each.decision}</span
            >
            <a href="/activity?call=${encodeURIComponent(each.examples[0] ?? '')}"
              >${count(each.count)}</a
            >
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private gateways() {
    const gateways = this.inForce?.gateways ?? [];
    if (gateways.length === 0) {
      return nothing;
    }
    return html`<section class="panel">
      <header><h2>Running gateways</h2></header>
      <ul class="list">
        ${gateways.map(
          (each) => html`<li>
            <span>${each.command} <span class="soft"
                >${each.server}${each.pid === null ? '' : `, pid ${each.pid}`}</span
              ></span>
            <span class=${each.shown ? 'mono' : 'mono soft'}
              >${each.shown ? each.revision : 'another policy'}</span
            >
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private dialog() {
    const lines = around(compare(this.active?.text ?? '', this.deciding?.text ?? this.draft), 3);
    return html`<dialog aria-labelledby="ask" @close=${() => (this.asking = false)}>
      <h2 id="ask">Put this policy in force?</h2>
      <p class="soft">Every call from now on is judged by it. What is replaced stays in Revisions.</p>
      <pre class="diff" tabindex="0" aria-label="What changes">${lines.map((line) =>
        line === null
          ? html`<span class="soft">⋯</span>`
          : html`<span class=${line.kind}
              >${line.kind === 'gone' ? '− ' : line.kind === 'new' ? '+ ' : '  '}${line.text}</span
            >`,
      )}</pre>
      <div class="actions">
        <button @click=${() => (this.asking = false)}>Cancel</button>
        <button class="main" @click=${this.activate}>Activate</button>
      </div>
    </dialog>`;
  }
}

function bare(tag: string | undefined): string {
  return (tag ?? '').replaceAll('"', '');
}

customElements.define('ag-policy', PolicyView);
