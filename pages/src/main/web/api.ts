/** What the gateway answers, and how it is asked. The token never comes here: a cookie shows it. */

/** What a list shows of a call. */
export interface Brief {
  id: string;
  timestamp: string;
  agent_id: string;
  caller: string | null;
  session_id: string;
  server_name: string;
  tool_name: string;
  status: string;
  latency_ms: number | null;
  policy_hit: string | null;
  reason: string | null;
}

/** All that is recorded of a call. */
export interface Call extends Brief {
  arguments: unknown;
  result: unknown;
  policy_revision: string | null;
  request_id: string | null;
  arguments_redacted_by: string[];
  result_redacted_by: string[];
  evaluation?: Evaluation | null;
}

/** How a decision came about; what would be empty is left out. */
export interface Evaluation {
  rules?: { rule: string; effect: string; condition: string }[];
  modifiers?: string[];
  shadow?: { rule?: string; decision: string }[];
  limits?: { limit: string; capacity: number; left: number; window_seconds: number }[];
  candidate?: { decision: string; rule?: string; revision: string };
  rules_left_out?: number;
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

/** The gateway refused, with what it said, or was not reached (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly said: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** Told on the window when the sign-in has ended. */
export const SIGNED_OUT = 'agentgate-signed-out';

/** Asks for something, whoever is signed in. */
export async function request(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers,
      body,
    });
  } catch {
    throw new ApiError(0, 'The gateway does not answer. Is it still running?');
  }
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return answer;
}

async function refusal(answer: Response): Promise<ApiError> {
  try {
    const said = await answer.json();
    if (typeof said.error === 'string') {
      return new ApiError(answer.status, said.error, said);
    }
  } catch {
    // The status tells, too.
  }
  return new ApiError(answer.status, `HTTP ${answer.status}`);
}

/** Asks as {@link request} does; whoever is not signed in any more is asked to. */
async function askSignedIn(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Response> {
  try {
    return await request(method, path, headers, body);
  } catch (failed) {
    if (failed instanceof ApiError && failed.status === 401) {
      window.dispatchEvent(new Event(SIGNED_OUT));
    }
    throw failed;
  }
}

/** Asks for JSON. */
export async function get<A>(path: string): Promise<A> {
  return (await (await askSignedIn('GET', path)).json()) as A;
}

/** A text, and the tag of its revision. */
export interface Tagged {
  text: string;
  tag: string;
}

export async function getText(path: string): Promise<Tagged> {
  const answer = await askSignedIn('GET', path);
  return { text: await answer.text(), tag: answer.headers.get('ETag') ?? '' };
}

/** Sends JSON and reads JSON. */
export async function post<A>(path: string, body: unknown): Promise<A> {
  const headers = { 'Content-Type': 'application/json' };
  return (await (await askSignedIn('POST', path, headers, JSON.stringify(body))).json()) as A;
}

/** Asks for something that is done to what is still of this tag. */
export async function postTagged<A>(path: string, tag: string): Promise<A> {
  return (await (await askSignedIn('POST', path, { 'If-Match': tag })).json()) as A;
}

/** Sends a text as it is and reads JSON. */
export async function postText<A>(path: string, text: string): Promise<A> {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return (await (await askSignedIn('POST', path, headers, text)).json()) as A;
}

/** Replaces a text, if it is still the one of this tag. */
export async function putText<A>(path: string, text: string, tag: string): Promise<A> {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'If-Match': tag };
  return (await (await askSignedIn('PUT', path, headers, text)).json()) as A;
}

export async function remove(path: string): Promise<void> {
  await askSignedIn('DELETE', path);
}
