import { Lines } from "./lines.mjs";
import { normalise } from "./normalise.mjs";

const PATIENCE_MS = 30_000;

/** A recorder is everything that one client received, message by message, in the order of arrival. */
export class Recorder {
  messages = [];
  #waiting = new Set();
  #lines = new Lines((line) => this.#record(line));

  take(chunk) {
    this.#lines.take(chunk);
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
