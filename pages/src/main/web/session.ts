/** Who looks, what they may, and the ways in and out. */

import { ApiError, SIGNED_OUT, request } from './api.ts';

export type Right =
  | 'read'
  | 'read_contents'
  | 'write_policy'
  | 'activate_policy'
  | 'stop_calls'
  | 'keep_keys';

interface Session {
  name: string;
  rights: Right[];
  /** A page that ends the sign-in, where it was not begun here. */
  sign_out?: string;
}

let current: Session | null = null;
let signInPage: string | null = null;

/** Whether whoever looks may do something. The gateway decides; this is so that pages need not offer it. */
export function may(right: Right): boolean {
  return current?.rights.includes(right) ?? false;
}

/** Who is signed in with a name; nobody where a token is the key. */
export function who(): string {
  return current?.sign_out ? current.name : '';
}

/** Where to sign in with a name; null where a token is asked for here. */
export function signInAddress(): string | null {
  return signInPage === null
    ? null
    : `${signInPage}?to=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Asks who is signed in; says whether anybody is. */
export async function isSignedIn(): Promise<boolean> {
  try {
    await learn();
    return true;
  } catch (failed) {
    if (failed instanceof ApiError && failed.status === 401) {
      current = null;
      const page = failed.said.sign_in;
      signInPage = typeof page === 'string' ? page : null;
      return false;
    }
    throw failed;
  }
}

async function learn(): Promise<void> {
  current = (await (await request('GET', '/api/session')).json()) as Session;
}

/** Signs in with a token. */
export async function signIn(token: string): Promise<void> {
  await request('POST', '/api/session', { Authorization: `Bearer ${token}` });
  await learn();
}

export async function signOut(): Promise<void> {
  if (current?.sign_out) {
    location.assign(current.sign_out);
    return;
  }
  try {
    await request('DELETE', '/api/session');
  } finally {
    window.dispatchEvent(new Event(SIGNED_OUT));
  }
}
