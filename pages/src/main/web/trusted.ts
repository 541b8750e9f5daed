/**
 * What may become markup: nothing but what Lit's own templates say. The library of charts empties
 * elements by the empty text; everything else is refused by the browser (Trusted Types).
 */

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown;
}

const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };

trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) });
