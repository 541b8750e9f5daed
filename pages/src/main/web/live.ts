/** The calls that end from now on, as the gateway tells them over a WebSocket. */

import type { Call } from './api.ts';

export type LiveState = 'connecting' | 'open' | 'lost';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

class Live extends EventTarget {
  state: LiveState = 'connecting';
  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT;
  private timer = 0;
  private wanted = false;

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
  }

  onCall(listener: (call: Call) => void): () => void {
    const told = (event: Event) => listener((event as CustomEvent<Call>).detail);
    this.addEventListener('call', told);
    return () => this.removeEventListener('call', told);
  }

  onState(listener: () => void): () => void {
    this.addEventListener('state', listener);
    return () => this.removeEventListener('state', listener);
  }

  private connect(): void {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}/api/ws/live`, ['agentgate.live']);
    this.socket = socket;
    socket.onopen = () => {
      this.wait = FIRST_WAIT;
      this.become('open');
    };
    socket.onmessage = (message) => {
      this.dispatchEvent(new CustomEvent('call', { detail: JSON.parse(message.data) as Call }));
    };
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

  private become(state: LiveState): void {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}

export const live = new Live();
