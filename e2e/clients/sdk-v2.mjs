// The 2.x line of the official TypeScript SDK: client and server apart, methods as strings.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const ANYTHING = {
  "~standard": { version: 1, vendor: "agentgate", validate: (value) => ({ value }) },
};

export const transport = (parameters) => new StdioClientTransport(parameters);

export const remote = (url) => new StreamableHTTPClientTransport(new URL(url));

/** `auto` asks the server for its era first, in a process of its own, as a careful host does. */
export function client(info, capabilities, answers, { auto = false } = {}) {
  const client = new Client(info, {
    capabilities,
    ...(auto && { versionNegotiation: { mode: "auto" } }),
  });
  client.setRequestHandler("roots/list", (request) => answers.roots(request));
  client.setRequestHandler("sampling/createMessage", (request) => answers.sampling(request));
  client.setRequestHandler("elicitation/create", (request) => answers.elicitation(request));
  return {
    sdk: client,
    callTool: (params, options) => client.callTool(params, options),
    request: (method, params) => client.request({ method, params }, ANYTHING),
  };
}
