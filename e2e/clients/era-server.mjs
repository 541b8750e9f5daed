// A server on standard input and output that speaks one era of MCP only, on the 2.x line of the
// official TypeScript SDK:
//
//   node era-server.mjs handshake|stateless
//
// What it serves asks its client for everything that a server of either era may ask for.
import { McpServer, acceptedContent, inputRequired, inputResponse } from "@modelcontextprotocol/server";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import * as z from "zod/v4";

const text = (words) => ({ content: [{ type: "text", text: words }] });
const ask = (inputRequests) => inputRequired({ inputRequests });
const form = inputRequired.elicit({
  message: "What is your name?",
  requestedSchema: {
    type: "object",
    properties: { name: { type: "string" } },
    required: ["name"],
  },
});
const question = inputRequired.createMessage({
  messages: [{ role: "user", content: { type: "text", text: "What is the capital?" } }],
  maxTokens: 10,
});

function build() {
  const server = new McpServer(
    { name: "agentgate-eras", version: "1.0.0" },
    { capabilities: { logging: {} } },
  );
  const tool = (name, run, inputSchema = z.object({})) =>
    server.registerTool(name, { description: name, inputSchema }, run);
  const given = (context, key) => inputResponse(context.mcpReq.inputResponses, key);

  tool("echo", async ({ words }) => text(`you said ${words}`), z.object({ words: z.string() }));
  tool("fail", async () => ({ ...text("it failed"), isError: true }));
  tool("greet", async (_, context) => {
    const form_ = acceptedContent(
      context.mcpReq.inputResponses,
      "who",
      z.object({ name: z.string() }),
    );
    return form_ ? text(`Hello, ${form_.name}!`) : ask({ who: form });
  });
  tool("ask_all", async (_, context) => {
    const [answer, roots] = [given(context, "question"), given(context, "roots")];
    return answer.kind === "sampling" && roots.kind === "roots"
      ? text(JSON.stringify([answer.result.content, roots.roots]))
      : ask({ question, roots: inputRequired.listRoots() });
  });
  server.registerResource("note", "eras://note", { mimeType: "text/plain" }, async () => ({
    contents: [{ uri: "eras://note", mimeType: "text/plain", text: "noted" }],
  }));
  server.registerPrompt("hello", { description: "hello" }, async () => ({
    messages: [{ role: "user", content: { type: "text", text: "Hello" } }],
  }));
  return server;
}

switch (process.argv[2]) {
  case "handshake":
    await build().connect(new StdioServerTransport());
    break;
  case "stateless":
    serveStdio(build, { legacy: "reject" });
    break;
  default:
    console.error("usage: era-server.mjs handshake|stateless");
    process.exit(64);
}
