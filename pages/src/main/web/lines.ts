/** What changed between two texts, line by line. */

export interface Line {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Longer texts are compared as a whole between what they begin and end with alike. */
const MOST_CELLS = 4_000_000;

/** The lines of both texts in order: shared ones once, as in a unified diff. */
export function compare(before: string, after: string): Line[] {
  const old = before.split('\n');
  const now = after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) {
    head++;
  }
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail++;
  }
  return [
    ...same(old.slice(0, head)),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(old.slice(old.length - tail)),
  ];
}

function same(lines: string[]): Line[] {
  return lines.map((text) => ({ kind: 'same', text }));
}

function middle(old: string[], now: string[]): Line[] {
  const gone = (text: string): Line => ({ kind: 'gone', text });
  const added = (text: string): Line => ({ kind: 'new', text });
  if (old.length * now.length > MOST_CELLS) {
    return [...old.map(gone), ...now.map(added)];
  }
  // The longest common subsequence, from the end.
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        old[i] === now[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      lines.push({ kind: 'same', text: old[i] });
      i++;
      j++;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      lines.push(gone(old[i++]));
    } else {
      lines.push(added(now[j++]));
    }
  }
  return [...lines, ...old.slice(i).map(gone), ...now.slice(j).map(added)];
}

/** Only what changed, with so many lines around; the rest is left out. */
export function around(lines: Line[], context: number): (Line | null)[] {
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.kind !== 'same') {
      near.fill(true, Math.max(0, at - context), Math.min(lines.length, at + context + 1));
    }
  });
  const shown: (Line | null)[] = [];
  lines.forEach((line, at) => {
    if (near[at]) {
      shown.push(line);
    } else if (shown.length > 0 && shown[shown.length - 1] !== null) {
      shown.push(null);
    }
  });
  return shown;
}
