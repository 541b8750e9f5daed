/** The text of a policy that somebody is about to change, kept in this browser only. */

const NAME = 'agentgate-policy-draft';

export interface Draft {
  text: string;
  /** The tag of the policy that it was begun from. */
  tag: string;
  at: string;
}

export function keepDraft(text: string, tag: string): void {
  try {
    const draft: Draft = { text, tag, at: new Date().toISOString() };
    localStorage.setItem(NAME, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage: the text is still in the editor.
  }
}

export function keptDraft(): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? 'null') as Draft | null;
    return kept !== null && typeof kept.text === 'string' ? kept : null;
  } catch {
    return null;
  }
}

export function forgetDraft(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // There was none then.
  }
}
