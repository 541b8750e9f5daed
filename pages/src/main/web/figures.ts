/** Figures over a period, as the gateway counts them. */

import { get } from './api.ts';

export interface Tally {
  calls: number;
  errors: number;
  denials: number;
  limited: number;
  avg_ms: number | null;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
}

export interface Total extends Tally {
  bounds_ms: number[];
  /** How many took not longer than each bound, and one more for all beyond. */
  histogram: number[];
}

export interface Point extends Tally {
  start: string;
}

export interface Named extends Tally {
  name: string | null;
  server?: string;
  histogram: number[];
  last_seen: string;
  examples?: string[];
}

/** Periods that people ask for, in hours. */
export const PERIODS: [number, string][] = [
  [1, 'last hour'],
  [6, 'last 6 hours'],
  [24, 'last day'],
  [24 * 7, 'last week'],
  [24 * 30, 'last 30 days'],
];

function since(hours: number): string {
  return `since=${new Date(Date.now() - hours * 3_600_000).toISOString()}`;
}

export function totalOf(hours: number): Promise<Total> {
  return get<Total>(`/api/figures/total?${since(hours)}`);
}

export async function seriesOf(hours: number): Promise<{ step: number; points: Point[] }> {
  return get(`/api/figures/series?${since(hours)}`);
}

export async function groupsOf(
  by: 'tool' | 'agent' | 'server' | 'rule',
  hours: number,
): Promise<Named[]> {
  return (await get<{ figures: Named[] }>(`/api/figures/by/${by}?${since(hours)}`)).figures;
}

/** What was left of a limit when a call of an agent was last charged to it. */
export interface LimitState {
  limit: string;
  agent: string;
  tool: string;
  left: number;
  capacity: number;
  window_seconds: number;
  refused: boolean;
  seen_at: string;
}

/** How many calls were charged to a limit. */
export interface Charge {
  limit: string;
  agent: string;
  tool: string;
  calls: number;
  refused: number;
  /** What those that were charged took out of it. */
  cost: number;
}

export function limitsOf(hours: number): Promise<{ states: LimitState[]; charges: Charge[] }> {
  return get(`/api/figures/limits?${since(hours)}`);
}

/** The name of a point under a chart: a time of day, with the day where the step is long. */
export function pointName(start: string, step: number): string {
  const time = new Date(start);
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const day = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return step >= 86_400 ? day : step >= 3_600 ? `${day} ${clock}` : clock;
}
