import {
  autocompletion,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
// @ts-types="./legacy-mode.d.ts"
import { toml } from '@codemirror/legacy-modes/mode/toml';
// @ts-types="./legacy-mode.d.ts"
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { searchKeymap, highlightSelectionMatches } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { LitElement, css, html } from 'lit';

import type { PolicyWords, Word } from './policy-words.ts';

/** Something that is said about a place in the text; lines and columns begin at 1. */
export interface Remark {
  severity: 'error' | 'warning';
  line: number;
  column: number;
  message: string;
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--text-soft)', fontStyle: 'italic' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.atom], color: 'var(--info)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: 'var(--accent)' },
  { tag: [tags.keyword, tags.heading, tags.bracket], color: 'var(--warn)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text-soft)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--mute-soft)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--accent-soft)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--text)',
  },
  '.cm-completionInfo': { maxWidth: '44ch', padding: '8px 10px', font: '13px/1.5 var(--font)' },
});

/** The text of a policy, to be changed: with colours, words to choose from, and remarks in place. */
class PolicyEditor extends LitElement {
  static properties = {
    text: { attribute: false },
    remarks: { attribute: false },
    words: { attribute: false },
    syntax: {},
    fixed: { type: Boolean },
  };
  declare text: string;
  declare remarks: Remark[];
  declare words: PolicyWords | null;
  declare syntax: 'toml' | 'yaml';
  /** Whether it can only be read. */
  declare fixed: boolean;

  private view: EditorView | null = null;

  static styles = css`
    :host {
      display: block;
      height: 100%;
      min-height: 0;
    }
    .place {
      height: 100%;
    }
  `;

  constructor() {
    super();
    this.text = '';
    this.remarks = [];
    this.words = null;
    this.syntax = 'toml';
    this.fixed = false;
  }

  render() {
    return html`<div class="place"></div>`;
  }

  firstUpdated() {
    this.view = new EditorView({
      parent: this.renderRoot.querySelector('.place') as HTMLDivElement,
      root: this.renderRoot as ShadowRoot,
      state: this.state(),
    });
  }

  updated(changed: Map<string, unknown>) {
    const view = this.view;
    if (view === null) {
      return;
    }
    if (changed.has('syntax') || changed.has('fixed')) {
      view.setState(this.state());
    } else if (changed.has('text') && this.text !== view.state.doc.toString()) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: this.text } });
    }
    if (changed.has('remarks')) {
      view.dispatch(setDiagnostics(view.state, this.remarks.map((each) => place(view.state.doc, each))));
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.view?.destroy();
    this.view = null;
  }

  /** Goes to a line. */
  show(line: number, column: number): void {
    const view = this.view;
    if (view !== null && line >= 1 && line <= view.state.doc.lines) {
      const at = Math.min(view.state.doc.line(line).to, view.state.doc.line(line).from + column - 1);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    }
  }

  private state(): EditorState {
    return EditorState.create({
      doc: this.text,
      extensions: [
        EditorState.readOnly.of(this.fixed),
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        history(),
        drawSelection(),
        lintGutter(),
        StreamLanguage.define(this.syntax === 'toml' ? toml : yaml),
        syntaxHighlighting(colours),
        autocompletion({ override: [(context) => this.complete(context)] }),
        keymap.of([
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': 'Policy. Escape, then Tab, leaves the editor.',
        }),
        look,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            this.text = update.state.doc.toString();
            this.dispatchEvent(new CustomEvent('edited', { detail: this.text }));
          }
        }),
      ],
    });
  }

  private complete(context: CompletionContext): CompletionResult | null {
    const words = this.words;
    if (words === null || this.syntax !== 'toml') {
      return null;
    }
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const table = tableAt(context.state.doc, line.number);
    const value = /^\s*([\w-]+)\s*=\s*("?[\w-]*)$/.exec(before);
    if (value) {
      return offer(words.values(table, value[1]), context.pos - value[2].length);
    }
    const heading = /^\s*\[+([\w-]*)$/.exec(before);
    if (heading) {
      return offer(words.tables(), context.pos - heading[1].length);
    }
    const key = /^\s*([\w-]*)$/.exec(before);
    if (key && (key[1] || context.explicit)) {
      return offer(words.keys(table), context.pos - key[1].length, ' = ');
    }
    return null;
  }
}

function offer(words: Word[], from: number, behind = ''): CompletionResult | null {
  const options: Completion[] = words.map((word) => ({
    label: word.label,
    apply: word.label + behind,
    info: word.detail || undefined,
    type: behind ? 'property' : 'enum',
  }));
  return options.length > 0 ? { from, options, validFor: /^"?[\w-]*$/ } : null;
}

/** The table that a line is in, by the last heading above it. */
function tableAt(text: Text, line: number): string {
  for (let above = line - 1; above >= 1; above--) {
    const heading = /^\s*\[+\s*([\w.-]+)\s*\]/.exec(text.line(above).text);
    if (heading) {
      return heading[1];
    }
  }
  return '';
}

function place(text: Text, remark: Remark): Diagnostic {
  const line = text.line(Math.max(1, Math.min(remark.line, text.lines)));
  const from = Math.min(line.to, line.from + Math.max(0, remark.column - 1));
  return {
    from,
    to: Math.max(from, line.to),
    severity: remark.severity,
    message: remark.message,
  };
}

customElements.define('ag-policy-editor', PolicyEditor);
