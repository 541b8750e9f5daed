import { createHash } from "node:crypto";

// Longer strings are recorded by length and digest: equality still shows, and a diff stays readable.
const LONGEST = 2048;

/** A message with all that differs between two runs by nature replaced by its name. */
export function normalise(value, key) {
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

export function normaliseText(text) {
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
