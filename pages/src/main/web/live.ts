/**
 * The calls that end from now on, as the gateway tells them over a WebSocket. A lost connection
 * comes back by itself and goes on where it was; what was too much to tell is counted.
 */

import type { Brief } from './api.ts';

export type LiveState = 'connecting' | 'open' | 'silent' | 'lost';

type Told =
  | { event: 'call'; mark: number; call: Brief }
  | { event: 'ready'; mark: number }
  | { event: 'skipped'; count: number }
  | { event: 'trouble'; why: string };

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** Most calls that are kept, and how often listeners are told of them, in milliseconds. */
const MOST = 200;
const PACE = 200;

class Live extends EventTarget {
  state: LiveState = 'connecting';
  /** The newest calls, newest first. */
  recent: Brief[] = [];
  /** Why nothing is heard while it is silent. */
  why = '';
  /** How many calls came too fast to be told. */
  skipped = 0;

  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT;
  private timer = 0;
  private wanted = false;
  private mark = 0;
  /** Whether what is told now was before somebody looked. */
  private before = false;
  private past: Brief[] = [];
  private arrived: Brief[] = [];
  private telling = 0;

  start(): void {
    this.wanted = true;
    if (this.socket === null) {
      this.connect();
    }
  }

  stop(): void {
    this.wanted = false;
    window.clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.recent = [];
    this.skipped = 0;
    this.mark = 0;
  }

  /** Tells of calls as they come, some at a time, oldest first; of none where only `recent` grew. */
  onCalls(listener: (calls: Brief[]) => void): () => void {
    const told = (event: Event) => listener((event as CustomEvent<Brief[]>).detail);
    this.addEventListener('calls', told);
    return () => this.removeEventListener('calls', told);
  }

  onState(listener: () => void): () => void {
    this.addEventListener('state', listener);
    return () => this.removeEventListener('state', listener);
  }

  private connect(): void {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.before = this.mark === 0;
    const from = this.mark > 0 ? `after=${this.mark}` : 'backlog=50';
    const socket = new WebSocket(
      `${scheme}//${location.host}/api/ws/live?form=events&${from}`,
      ['agentgate.live'],
    );
    this.socket = socket;
    socket.onopen = () => {
      this.wait = FIRST_WAIT;
      this.become('open');
    };
    socket.onmessage = (message) => this.hear(JSON.parse(message.data) as Told);
    socket.onclose = () => {
      if (this.socket !== socket) {
        return;
      }
      this.socket = null;
      this.become('lost');
      if (this.wanted) {
        this.timer = window.setTimeout(() => this.connect(), this.wait);
        this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
      }
    };
  }

  private hear(told: Told): void {
    switch (told.event) {
      case 'call':
        this.mark = Math.max(this.mark, told.mark);
        (this.before ? this.past : this.arrived).push(told.call);
        break;
      case 'skipped':
        this.skipped += told.count;
        break;
      case 'ready':
        this.mark = Math.max(this.mark, told.mark);
        this.before = false;
        if (this.state === 'silent') {
          this.become('open');
        }
        break;
      case 'trouble':
        this.why = told.why;
        this.become('silent');
        return;
    }
    if (this.telling === 0) {
      this.telling = window.setTimeout(() => this.tell(), PACE);
    }
  }

  private tell(): void {
    this.telling = 0;
    const calls = this.arrived;
    const told = [...this.past, ...calls];
    this.arrived = [];
    this.past = [];
    const ids = new Set(told.map((call) => call.id));
    this.recent = [
      ...told.toReversed(),
      ...this.recent.filter((call) => !ids.has(call.id)),
    ].slice(0, MOST);
    this.dispatchEvent(new CustomEvent('calls', { detail: calls }));
  }

  private become(state: LiveState): void {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}

export const live = new Live();
