// Stands before a server and writes down, line by line, what it is sent:
//
//   node tap.mjs LOG COMMAND…
//
// LOG grows by a line a message, as it was written but for ids and times that no two runs share.
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";

import { Lines } from "./lines.mjs";
import { normaliseText } from "./normalise.mjs";

const [log, command, ...args] = process.argv.slice(2);
const server = spawn(command, args, { stdio: ["pipe", "inherit", "inherit"] });
const lines = new Lines((line) => appendFileSync(log, normaliseText(line) + "\n"));

process.stdin.on("data", (chunk) => {
  lines.take(chunk);
  server.stdin.write(chunk);
});
process.stdin.on("end", () => server.stdin.end());
server.stdin.on("error", () => {}); // the server is gone, and its status says more
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
server.on("exit", (status) => process.exit(status ?? 1));
