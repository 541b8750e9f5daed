import { everyPage, refused } from "./common.mjs";

const STATIC = "demo://resource/static/document/features.md";
const DYNAMIC_TEXT = "demo://resource/dynamic/text/7";
const DYNAMIC_BLOB = "demo://resource/dynamic/blob/8";

const isMessage = (method) => (message) => message.method === method;

/** Everything that server-everything can do, but get-env, which tells processes apart by design. */
export async function playEverything({ client, recorder }) {
  const { sdk } = client;
  const call = (name, args, options) => client.callTool({ name, arguments: args }, options);

  // The server asks for the roots some time after the handshake; nothing may overlap with that.
  await recorder.until(
    "the log line after roots/list",
    (message) => /^Roots updated/.test(message.params?.data),
  );
  await lists(sdk);
  await texts(call);
  await contents(call);
  await progress(call, recorder);
  await cancellation(call, sdk, recorder);
  await serverRequests(call);
  await subscriptions(call, sdk, recorder);
  await promptsAndResources(sdk);
  await compression(call, sdk, recorder);
  await errors(call, client);
  await task(client);
  await sdk.ping();
}

async function lists(sdk) {
  await everyPage((page) => sdk.listTools(page));
  await everyPage((page) => sdk.listPrompts(page));
  await everyPage((page) => sdk.listResources(page));
  await everyPage((page) => sdk.listResourceTemplates(page));
}

async function texts(call) {
  await call("echo", { message: "hello" });
  await call("echo", { message: "" });
  // What line readers and careless re-encoders trip over.
  await call("echo", { message: "LF \n CR \r CRLF \r\n NEL \u0085 LS \u2028 PS \u2029 NUL \u0000 end" });
  await call("echo", { message: "quote \" backslash \\ slash / </script> \u007f é e\u0301 日本 🛠️👩‍🔧" });
  await call("echo", { message: '{"jsonrpc":"2.0","id":1,"method":"tools/call"}' });
  await call("echo", { message: "0123456789abcdeé".repeat(32 * 1024) });
  await Promise.all(Array.from({ length: 16 }, (_, i) => call("echo", { message: `call ${i}` })));
  await call("get-sum", { a: 2, b: 3 });
  await call("get-sum", { a: 0.1, b: 0.2 });
  await call("get-sum", { a: 9007199254740993, b: -1e-7 });
  await call("get-sum", { a: 1e21, b: 1 });
}

async function contents(call) {
  await call("get-tiny-image", {});
  for (const messageType of ["error", "success", "debug"]) {
    await call("get-annotated-message", { messageType, includeImage: messageType === "success" });
  }
  await call("get-resource-links", { count: 4 });
  await call("get-resource-reference", { resourceType: "Text", resourceId: 3 });
  await call("get-resource-reference", { resourceType: "Blob", resourceId: 4 });
  for (const location of ["New York", "Chicago", "Los Angeles"]) {
    await call("get-structured-content", { location });
  }
  await call("get-roots-list", {});
}

async function progress(call, recorder) {
  const already = recorder.count(isMessage("notifications/progress"));
  await call(
    "trigger-long-running-operation",
    { duration: 0.2, steps: 4 },
    { onprogress: () => {} },
  );
  await recorder.until("4 steps", isMessage("notifications/progress"), already + 4);
}

/** The server works on after the cancellation, and may not answer: the ping comes next. */
async function cancellation(call, sdk, recorder) {
  const already = recorder.count(isMessage("notifications/progress"));
  const user = new AbortController();
  const cancelled = call(
    "trigger-long-running-operation",
    { duration: 0.6, steps: 3 },
    { onprogress: () => user.abort("the user lost interest"), signal: user.signal },
  );
  await refused(cancelled);
  await recorder.until("3 steps", isMessage("notifications/progress"), already + 3);
  await sdk.ping();
}

async function serverRequests(call) {
  await call("trigger-sampling-request", { prompt: "How many spokes?", maxTokens: 12 });
  await call("trigger-elicitation-request", {});
  await call("trigger-elicitation-request", {});
  const url = "https://pay.example/bill?id=1&x=%20y";
  await call("trigger-url-elicitation", { url, elicitationId: "bill-1" });
  await refused(call("trigger-url-elicitation", { url, elicitationId: "bill-2", errorPath: true }));
}

async function subscriptions(call, sdk, recorder) {
  await sdk.setLoggingLevel("debug");
  await sdk.subscribeResource({ uri: DYNAMIC_TEXT });
  await call("toggle-subscriber-updates", {});
  await recorder.until("an update", isMessage("notifications/resources/updated"));
  await call("toggle-subscriber-updates", {});
  await sdk.unsubscribeResource({ uri: DYNAMIC_TEXT });
  await call("toggle-simulated-logging", {});
  await call("toggle-simulated-logging", {});
  // From here on the server has nothing to say about a subscription.
  await sdk.setLoggingLevel("emergency");
  await sdk.subscribeResource({ uri: DYNAMIC_BLOB });
  await sdk.unsubscribeResource({ uri: DYNAMIC_BLOB });
}

async function promptsAndResources(sdk) {
  await sdk.getPrompt({ name: "simple-prompt" });
  await sdk.getPrompt({ name: "args-prompt", arguments: { city: "Zürich", state: "ZH" } });
  await sdk.getPrompt({
    name: "completable-prompt",
    arguments: { department: "Sales", name: "Eve" },
  });
  await sdk.getPrompt({
    name: "resource-prompt",
    arguments: { resourceType: "Text", resourceId: "5" },
  });
  await sdk.readResource({ uri: STATIC });
  await sdk.readResource({ uri: DYNAMIC_TEXT });
  await sdk.readResource({ uri: DYNAMIC_BLOB });
  const prompt = { type: "ref/prompt", name: "completable-prompt" };
  await sdk.complete({ ref: prompt, argument: { name: "department", value: "S" } });
  await sdk.complete({
    ref: prompt,
    argument: { name: "name", value: "" },
    context: { arguments: { department: "Engineering" } },
  });
  await sdk.complete({
    ref: { type: "ref/resource", uri: "demo://resource/dynamic/text/{resourceId}" },
    argument: { name: "resourceId", value: "9" },
  });
}

async function compression(call, sdk, recorder) {
  const data = "data:text/plain;base64,c3Bva2Vz";
  const name = "spokes.txt.gz";
  const already = recorder.count(isMessage("notifications/resources/list_changed"));
  await call("gzip-file-as-resource", { name, data, outputType: "resource" });
  await call("gzip-file-as-resource", { name: "bell.gz", data, outputType: "resourceLink" });
  await recorder.until(
    "news of two resources",
    isMessage("notifications/resources/list_changed"),
    already + 2,
  );
  await sdk.readResource({ uri: `demo://resource/session/${name}` });
}

async function errors(call, client) {
  const { sdk } = client;
  await answered(call("no-such-tool", {}));
  await answered(call("echo", { message: 7 }));
  await answered(call("get-resource-links", { count: 99 }));
  await refused(sdk.getPrompt({ name: "no-such-prompt" }));
  await refused(sdk.getPrompt({ name: "args-prompt", arguments: {} }));
  await refused(sdk.readResource({ uri: "demo://resource/dynamic/text/none" }));
  await refused(sdk.readResource({ uri: "nowhere://at/all" }));
  await refused(client.request("agentgate/no-such-method", { "odd key": [null, 1.5, {}] }));
}

/** Servers differ in which errors are the tool's and which the protocol's; both are recorded. */
async function answered(call) {
  await call.catch(() => {});
}

/** A task of the 2025-11-25 revision; its result is awaited by the server, so nobody polls. */
async function task(client) {
  const { task } = await client.request("tools/call", {
    name: "simulate-research-query",
    arguments: { topic: "wheels", ambiguous: true },
    task: { ttl: 60_000 },
  });
  await client.request("tasks/result", { taskId: task.taskId });
  await client.request("tasks/get", { taskId: task.taskId });
  await client.request("tasks/list", {});
}
