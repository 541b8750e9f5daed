/** What the gateway answers, and how it is asked. The token never comes here: a cookie shows it. */

export interface Call {
  id: string;
  timestamp: string;
  agent_id: string;
  caller: string | null;
  session_id: string;
  server_name: string;
  tool_name: string;
  arguments: unknown;
  decision: string;
  status: string;
  result: unknown;
  latency_ms: number | null;
  policy_hit: string | null;
  reason: string | null;
  revision: string | null;
  evaluation?: Evaluation | null;
  [member: string]: unknown;
}

export interface Evaluation {
  rules?: { rule: string; effect?: string; [member: string]: unknown }[];
  limits?: Record<string, unknown>[];
  shadow?: { rule?: string; decision: string }[];
  candidate?: { decision: string; rule?: string; revision: string };
  [member: string]: unknown;
}

export interface Overview {
  total_calls: number;
  total_denials: number;
  avg_latency_ms: number | null;
  calls_per_minute_now: number;
  sparkline: { bucket: string; count: number }[];
}

export interface Figures {
  tool_name?: string;
  agent_id?: string;
  total_calls: number;
  error_count: number;
  denial_count: number;
  avg_latency_ms: number | null;
  last_seen: string;
}

export interface Violation {
  policy_hit: string | null;
  status: string;
  count: number;
  last_seen: string;
}

/** The gateway refused, or was not reached (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Told on the window when the sign-in has ended. */
export const SIGNED_OUT = 'agentgate-signed-out';

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers,
    });
  } catch {
    throw new ApiError(0, 'The gateway does not answer. Is it still running?');
  }
  if (!answer.ok) {
    throw new ApiError(answer.status, await words(answer));
  }
  return answer;
}

async function words(answer: Response): Promise<string> {
  try {
    const said = await answer.json();
    return typeof said.error === 'string' ? said.error : `HTTP ${answer.status}`;
  } catch {
    return `HTTP ${answer.status}`;
  }
}

/** Asks for JSON; whoever is not signed in any more is asked to. */
export async function get<A>(path: string): Promise<A> {
  try {
    return (await (await ask('GET', path)).json()) as A;
  } catch (failed) {
    if (failed instanceof ApiError && failed.status === 401) {
      window.dispatchEvent(new Event(SIGNED_OUT));
    }
    throw failed;
  }
}

export async function isSignedIn(): Promise<boolean> {
  try {
    await ask('GET', '/api/session');
    return true;
  } catch (failed) {
    if (failed instanceof ApiError && failed.status === 401) {
      return false;
    }
    throw failed;
  }
}

export async function signIn(token: string): Promise<void> {
  await ask('POST', '/api/session', { Authorization: `Bearer ${token}` });
}

export async function signOut(): Promise<void> {
  try {
    await ask('DELETE', '/api/session');
  } finally {
    window.dispatchEvent(new Event(SIGNED_OUT));
  }
}
