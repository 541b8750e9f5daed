/** The servers behind running gateways, and their tools, as the gateway tells of them. */

export interface Tool {
  name: string;
  title: string | null;
  description: string | null;
  input_schema: unknown;
  annotations: unknown;
  /** What a call of it does, `read` say; null where that is not known. */
  operation: string | null;
  circuit: 'open' | 'half_open' | null;
  too_large: boolean;
}

export interface ServerState {
  name: string;
  transport: string;
  target: string;
  state: string;
  trouble: string | null;
  protocol: string | null;
  era: string | null;
  pids: number[];
  tools: Tool[];
  tools_left_out: number;
}

/** A state in words, and how good it is. */
export function stateName(server: ServerState): { kind: 'good' | 'bad' | 'unknown'; words: string } {
  if (server.trouble !== null) {
    return { kind: 'bad', words: server.trouble };
  }
  return {
    kind: /^(connected|running|ready|up|ok)$/.test(server.state) ? 'good' : 'unknown',
    words: server.state.replaceAll('_', ' '),
  };
}
