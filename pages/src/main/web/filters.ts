/** Which calls somebody wants to see, as the address says it and the gateway is asked. */

export interface Field {
  name: string;
  label: string;
  placeholder: string;
}

/** What every call has a name for; a star stands for any text, a leading `!` for all others. */
export const FIELDS: Field[] = [
  { name: 'tool', label: 'Tool', placeholder: 'read_*' },
  { name: 'server', label: 'Server', placeholder: 'any' },
  { name: 'agent', label: 'Agent', placeholder: 'any' },
  { name: 'caller', label: 'Caller', placeholder: 'any' },
  { name: 'session', label: 'Session', placeholder: 'any' },
  { name: 'rule', label: 'Rule', placeholder: 'any' },
  { name: 'redacted_by', label: 'Redacted by', placeholder: 'any rule' },
  { name: 'reason', label: 'Reason holds', placeholder: 'any text' },
  { name: 'min_latency_ms', label: 'Slower than, in ms', placeholder: '0' },
];

export const STATUSES = ['allowed', 'denied', 'rate_limited', 'error', 'cancelled', 'unknown'];

/** Times that are often asked for, in seconds. */
export const SPANS: [string, string][] = [
  ['', 'any time'],
  ['900', 'last 15 min'],
  ['3600', 'last hour'],
  ['86400', 'last day'],
  ['604800', 'last week'],
];

const NAMES = ['text', 'status', 'span', 'since', 'until', ...FIELDS.map((field) => field.name)];

export type Filters = Record<string, string>;

/** Those of an address. */
export function filtersOf(search: string): Filters {
  const parameters = new URLSearchParams(search);
  const filters: Filters = {};
  for (const name of NAMES) {
    const value = parameters.get(name);
    if (value) {
      filters[name] = value;
    }
  }
  return filters;
}

/** What the gateway is asked: a span ends now. */
export function question(filters: Filters, now: number): URLSearchParams {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (name === 'span') {
      asked.set('since', new Date(now - Number(value) * 1000).toISOString());
    } else if (value) {
      asked.set(name, value);
    }
  }
  return asked;
}

/** A time as a field of a form holds it, in the zone of the browser; and back. */
export function toLocal(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime())
    ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function fromLocal(local: string): string {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
