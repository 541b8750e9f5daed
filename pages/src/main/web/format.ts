/** Numbers and times as people read them. */

const COUNT = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function count(number: number): string {
  return number < 100_000 ? COUNT.format(number) : SHORT.format(number);
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : part === 0 ? '0 %' : `${((100 * part) / whole).toFixed(part * 100 < whole ? 1 : 0)} %`;
}

export function latency(millis: number | null | undefined): string {
  if (millis === null || millis === undefined) {
    return '–';
  }
  if (millis < 1) {
    return `${Math.round(millis * 1000)} µs`;
  }
  if (millis < 1000) {
    return `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`;
  }
  return `${(millis / 1000).toFixed(millis < 10_000 ? 1 : 0)} s`;
}

/** What the records write as `2026-11-20 12:00:00.000`, in UTC, or with a `T` and a `Z`. */
export function instant(text: string): Date {
  return new Date(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : text.replace(' ', 'T') + 'Z');
}

export function clock(text: string): string {
  const time = instant(text);
  return Number.isNaN(time.getTime())
    ? text
    : time.toLocaleTimeString('en-GB', { hour12: false });
}

export function dateAndClock(text: string): string {
  const time = instant(text);
  return Number.isNaN(time.getTime())
    ? text
    : time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

export function ago(text: string, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - instant(text).getTime()) / 1000));
  if (Number.isNaN(seconds)) {
    return text;
  }
  if (seconds < 60) {
    return `${seconds} s ago`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ago`;
  }
  return seconds < 86_400
    ? `${Math.floor(seconds / 3600)} h ago`
    : `${Math.floor(seconds / 86_400)} d ago`;
}

/** JSON over several lines; what is no JSON stays as it is. */
export function pretty(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value, null, 2);
  }
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

/**
 * A text of others with what cannot be seen, or changes how the rest is read, written out: control
 * characters, directions (Unicode Standard Annex 9), blanks without width, and tags.
 */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu,
    (hidden) => `\u27e8U+${hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}\u27e9`,
  );
}
