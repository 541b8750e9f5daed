// Plays one deterministic session as an MCP client and writes down everything it received:
//
//   node session.mjs --sdk v1|v2|v2-auto --out F.json [--dir D] [--unordered] -- COMMAND…
//   node session.mjs --sdk v1|v2|v2-auto --out F.json [--dir D] [--unordered] --url URL
//
// COMMAND starts an MCP server on stdio, or a gateway in front of one; at URL one is reached by
// Streamable HTTP, whose streams keep no order among each other. Which session is played
// follows from the name the server gives itself; D is the directory a file server may use.
// Two runs against the same server write the same file. Exit 0: the session was played to its end.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { playEverything } from "./plays/everything.mjs";
import { playFilesystem } from "./plays/filesystem.mjs";
import { playWorkshop } from "./plays/workshop.mjs";
import { Recorder } from "./recorder.mjs";

const PLAYS = {
  "mcp-servers/everything": playEverything,
  "secure-filesystem-server": playFilesystem,
  "agentgate-workshop": playWorkshop,
};

const CAPABILITIES = {
  roots: { listChanged: true },
  sampling: {},
  elicitation: { form: {}, url: {} },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sdk: { type: "string" },
    out: { type: "string" },
    dir: { type: "string" },
    url: { type: "string" },
    unordered: { type: "boolean", default: false },
  },
});
const [command, ...args] = positionals;
if (!values.sdk || !values.out || (!command && !values.url)) {
  console.error("usage: session.mjs --sdk v1|v2|v2-auto --out F.json … -- COMMAND… | --url URL");
  process.exit(64);
}

const [line, mode] = values.sdk.split("-");
const sdk = await import(`./sdk-${line}.mjs`);
const recorder = new Recorder();
const transport = values.url
  ? heard(sdk.remote(values.url))
  : recorded(sdk.transport({ command, args, env: process.env, stderr: "inherit" }));
const root = values.dir ? pathToFileURL(values.dir).href : "file:///workshop";
const client = sdk.client(
  { name: "agentgate-e2e", version: "1.0.0" },
  CAPABILITIES,
  fixedAnswers(root),
  { auto: mode === "auto" },
);

await client.sdk.connect(transport);
const server = client.sdk.getServerVersion().name;
try {
  const play = PLAYS[server];
  if (!play) throw new Error(`no session is written for ${server}`);
  await play({ client, recorder, dir: values.dir });
} finally {
  await client.sdk.close();
  const received = values.unordered ? unordered(recorder.normalised()) : recorder.normalised();
  const record = { sdk: values.sdk, server, received };
  writeFileSync(values.out, JSON.stringify(record, null, 2) + "\n");
}

/** Listens beside the SDK, below its parsing: what it would drop or repair is recorded too. */
function recorded(transport) {
  const start = transport.start.bind(transport);
  transport.start = async () => {
    await start();
    transport._process.stdout.on("data", (chunk) => recorder.take(chunk));
  };
  return transport;
}

/** The messages without any order, neither of their own nor of their members. */
function unordered(messages) {
  const texts = messages.map((message) =>
    JSON.stringify(message, (_, value) =>
      value === null || typeof value !== "object" || Array.isArray(value)
        ? value
        : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  );
  return texts.sort().map((text) => JSON.parse(text));
}

/** Listens to what the SDK makes of the streams, since these are the gateway's own. */
function heard(transport) {
  // An SDK that looks for a later revision first listens twice.
  const known = new WeakSet();
  let told;
  Object.defineProperty(transport, "onmessage", {
    get: () => told,
    set: (listener) => {
      told = (message, ...more) => {
        if (!known.has(message)) recorder.take(Buffer.from(JSON.stringify(message) + "\n"));
        known.add(message);
        listener?.(message, ...more);
      };
    },
  });
  return transport;
}

/** A user and a model that always answer the same; the second form is declined. */
function fixedAnswers(root) {
  let forms = 0;
  return {
    roots: () => ({ roots: [{ uri: root, name: "workshop" }] }),
    sampling: () => ({
      role: "assistant",
      model: "fixed-model",
      stopReason: "endTurn",
      content: { type: "text", text: "A fixed answer, naïve and true." },
    }),
    elicitation: (request) => {
      if (request.params.mode === "url") return { action: "accept" };
      if (request.params.requestedSchema.properties.interpretation) {
        return { action: "accept", content: { interpretation: "technical" } };
      }
      return ++forms === 2
        ? { action: "decline" }
        : { action: "accept", content: { name: "Erin Doe", check: true, integer: 7 } };
    },
  };
}
