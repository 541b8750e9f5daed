// Uses an `era-server.mjs` as a client that speaks the eras of MCP it is told to, and prints what it
// got, a line each:
//
//   node era-session.mjs legacy|auto|2026-07-28 --url URL
//   node era-session.mjs legacy|auto|2026-07-28 -- COMMAND…
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const [mode, how, ...where] = process.argv.slice(2);
const client = new Client(
  { name: "agentgate-e2e", version: "1.0.0" },
  {
    capabilities: { elicitation: { form: {} }, sampling: {}, roots: {} },
    versionNegotiation: { mode: /^\d/.test(mode) ? { pin: mode } : mode },
  },
);
client.setRequestHandler("elicitation/create", () => ({
  action: "accept",
  content: { name: "Ann" },
}));
client.setRequestHandler("sampling/createMessage", () => ({
  role: "assistant",
  model: "fixed-model",
  content: { type: "text", text: "Paris" },
}));
client.setRequestHandler("roots/list", () => ({ roots: [{ uri: "file:///w", name: "w" }] }));

const transport =
  how === "--url"
    ? new StreamableHTTPClientTransport(new URL(where[0]))
    : new StdioClientTransport({ command: where[0], args: where.slice(1), env: process.env });
const tell = (what, got) => console.log(what, JSON.stringify(got));
const call = async (name, args = {}) =>
  tell(name, (await client.callTool({ name, arguments: args })).content);

await client.connect(transport);
console.log("revision", client.getNegotiatedProtocolVersion());
try {
  tell("server", client.getServerVersion());
  tell("tools", (await client.listTools()).tools.map((tool) => tool.name));
  await call("echo", { words: "größe 🛠️" });
  await call("fail");
  await call("greet");
  await call("ask_all");
  tell("resource", (await client.readResource({ uri: "eras://note" })).contents);
  tell("prompt", (await client.getPrompt({ name: "hello" })).messages);
  await client
    .callTool({ name: "none", arguments: {} })
    .then((got) => tell("none", got.isError), (error) => tell("none", error.code));
} finally {
  await client.close();
}
