import { everyPage } from "./common.mjs";

/** Everything the workshop of the examples serves. */
export async function playWorkshop({ client }) {
  const { sdk } = client;
  const call = (name, args) => client.callTool({ name, arguments: args });

  await everyPage((page) => sdk.listTools(page));
  await everyPage((page) => sdk.listResources(page));
  await everyPage((page) => sdk.listPrompts(page));
  await call("list_files", {});
  await call("read_file", { path: "notes/todo.md" });
  await call("write_file", { path: "notes/ü.md", content: "zwölf\r\nBögen \u2028 🛠️" });
  await call("read_file", { path: "notes/ü.md" });
  await call("search", { query: "bögen" });
  await call("delete_file", { path: "notes/ü.md" });
  await call("fetch_report", {});
  await call("read_file", { path: "nowhere" });
  await call("read_file", { path: 1 });
  await call("no_such_tool", {}).catch(() => {});
  await sdk.readResource({ uri: "workshop:///README.md" });
  await sdk.getPrompt({ name: "tidy_up", arguments: { folder: "notes/" } });
  await sdk.ping();
}
