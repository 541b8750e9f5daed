import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { everyPage } from "./common.mjs";

// One grey pixel.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** All fourteen tools of server-filesystem, in an empty directory that is the client's root. */
export async function playFilesystem({ client, recorder, dir }) {
  const call = (name, args) => client.callTool({ name, arguments: args });
  const at = (...names) => join(dir, ...names);

  await recorder.until("roots/list", (message) => message.method === "roots/list");
  await everyPage((page) => client.sdk.listTools(page));
  await call("list_allowed_directories", {});
  await call("create_directory", { path: at("plans", "old") });
  await call("write_file", { path: at("plans", "wheel.md"), content: "hub\nspokes\nrim\n" });
  await call("write_file", { path: at("bell ü.txt"), content: "ring\r\nring\u2028\n" });
  writeFileSync(at("pixel.png"), PNG);
  await call("read_file", { path: at("plans", "wheel.md") });
  await call("read_text_file", { path: at("plans", "wheel.md"), head: 2 });
  await call("read_text_file", { path: at("plans", "wheel.md"), tail: 1 });
  await call("read_text_file", { path: at("bell ü.txt") });
  await call("read_media_file", { path: at("pixel.png") });
  await call("read_multiple_files", { paths: [at("plans", "wheel.md"), at("missing.md")] });
  const edits = [{ oldText: "spokes", newText: "36 spokes" }];
  await call("edit_file", { path: at("plans", "wheel.md"), edits, dryRun: true });
  await call("edit_file", { path: at("plans", "wheel.md"), edits });
  await call("list_directory", { path: dir });
  await call("list_directory_with_sizes", { path: dir, sortBy: "size" });
  await call("directory_tree", { path: dir });
  await call("move_file", { source: at("bell ü.txt"), destination: at("plans", "old", "bell.txt") });
  await call("search_files", { path: dir, pattern: "**/*.txt" });
  await call("get_file_info", { path: at("plans", "wheel.md") });
  await errors(call, at);
  await client.sdk.ping();
}

async function errors(call, at) {
  for (const refused of [
    call("read_text_file", { path: at("missing.md") }),
    call("read_text_file", { path: at("..", "elsewhere.md") }),
    call("edit_file", { path: at("plans", "wheel.md"), edits: [{ oldText: "no", newText: "" }] }),
    call("write_file", { path: at("half.md") }),
    call("no_such_tool", {}),
  ]) {
    await refused.catch(() => {});
  }
}
