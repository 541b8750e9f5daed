import { createHash } from "node:crypto";

// Longer strings are recorded by length and digest: equality still shows, and a diff stays readable.
const LONGEST = 2048;
const PATIENCE_MS = 30_000;

/** A recorder is everything that one client received, message by message, in the order of arrival. */
export class Recorder {
  messages = [];
  #waiting = new Set();
  #rest = Buffer.alloc(0);

  /** Takes what the child wrote; a message ends at LF and at nothing else. */
  take(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(10); end >= 0; end = this.#rest.indexOf(10)) {
      const line = this.#rest.subarray(0, end).toString("utf8");
      this.#rest = this.#rest.subarray(end + 1);
      this.#record(line);
    }
  }

  #record(line) {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      this.messages.push({ notAMessage: line });
      return;
    }
    this.messages.push(message);
    // Parsing forgets how a value was written (1.0 or 1, é or \u00e9), a transparent proxy does not.
    if (JSON.stringify(message) !== line) this.messages.push({ writtenAs: line });
    for (const waiter of this.#waiting) waiter();
  }

  /** Resolves as soon as `count` messages that fit have arrived since the session began. */
  until(what, fits, count = 1) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => finish(() => reject(new Error(`never received: ${what}`))),
        PATIENCE_MS,
      );
      const finish = (settle) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      const look = () => {
        if (this.messages.filter(fits).length >= count) finish(resolve);
      };
      this.#waiting.add(look);
      look();
    });
  }

  count(fits) {
    return this.messages.filter(fits).length;
  }

  /** The messages with all that differs between two runs by nature replaced by its name. */
  normalised() {
    return inOrderOfIds(this.messages).map((message) => normalise(randomLevel(message)));
  }
}

/** Calls that overlap may be answered in any order, so neighbouring responses are put in order. */
function inOrderOfIds(messages) {
  const ordered = [...messages];
  const isResponse = (message) => message.id !== undefined && message.method === undefined;
  for (let from = 0; from < ordered.length; ) {
    let to = from;
    while (to < ordered.length && isResponse(ordered[to])) to++;
    const run = ordered.slice(from, to).sort((a, b) => a.id - b.id);
    ordered.splice(from, run.length, ...run);
    from = Math.max(to, from + 1);
  }
  return ordered;
}

/** server-everything's simulated logging rolls a die for the level. */
function randomLevel(message) {
  return message.method === "notifications/message" &&
    /^\w+[- ]level[- ]message/.test(message.params?.data)
    ? { ...message, params: { ...message.params, level: "<random>", data: "<random>" } }
    : message;
}

function normalise(value, key) {
  if (typeof value === "string") return normaliseText(key === "blob" ? readable(value) : value);
  if (Array.isArray(value)) return value.map((each) => normalise(each));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, normalise(each, name)]),
  );
}

/** server-everything hides the time of day in a blob; other blobs stay as they are. */
function readable(blob) {
  const text = Buffer.from(blob, "base64").toString("utf8");
  return /created at/.test(text) ? text : blob;
}

function normaliseText(text) {
  const same = text
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>")
    .replace(/\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}( \([^)]*\))?/g, "<time>")
    .replace(/\b\d{1,2}:\d\d:\d\d\s?([AP]M)?/g, "<time>")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uuid>")
    .replace(/\b[0-9a-f]{32}\b/g, "<id>");
  if (same.length <= LONGEST) return same;
  const digest = createHash("sha256").update(same).digest("hex");
  return `${same.slice(0, 80)}… <${same.length} characters, sha256 ${digest}>`;
}
