// The 1.x line of the official TypeScript SDK: one package, request schemas as values.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CallToolResultSchema,
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResultSchema,
} from "@modelcontextprotocol/sdk/types.js";

export const transport = (parameters) => new StdioClientTransport(parameters);

export const remote = (url) => new StreamableHTTPClientTransport(new URL(url));

export function client(info, capabilities, answers) {
  const client = new Client(info, { capabilities });
  client.setRequestHandler(ListRootsRequestSchema, (request) => answers.roots(request));
  client.setRequestHandler(CreateMessageRequestSchema, (request) => answers.sampling(request));
  client.setRequestHandler(ElicitRequestSchema, (request) => answers.elicitation(request));
  return {
    sdk: client,
    callTool: (params, options) => client.callTool(params, CallToolResultSchema, options),
    request: (method, params) => client.request({ method, params }, ResultSchema),
  };
}
