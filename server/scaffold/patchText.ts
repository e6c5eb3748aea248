/**
 * Applies the difference of two texts to a third, similar one: a generated file that was edited since. Each change is applied in its context, line
 * by line; a context that is missing or ambiguous changes nothing.
 */

interface Hunk {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Lines of `before` and `after` that are context at the start and the end. */
  readonly lead: number;
  readonly trail: number;
}

const CONTEXT = 3;

/** Maximum number of lines before times lines after that are compared with each other. A pipeline has a few hundred lines. */
const MAX_COMPARED = 4_000_000;

/** The text with the changes from `before` to `after`; undefined if one of them can't be applied, or if the changes are too long. */
export function patchText(text: string, before: string, after: string): string | undefined {
  if (text === before) return after;
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  let lines = text.split(/\r?\n/);
  const [linesBefore, linesAfter] = [before.split('\n'), after.split('\n')];
  if (linesBefore.length * linesAfter.length > MAX_COMPARED) return undefined;
  for (const hunk of hunksOf(linesBefore, linesAfter)) {
    const patched = applyHunk(lines, hunk);
    if (!patched) return undefined;
    lines = patched;
  }
  return lines.join(ending);
}

/** Reduces the context until it matches exactly once. */
function applyHunk(lines: readonly string[], { before, after, lead, trail }: Hunk): string[] | undefined {
  for (let context = CONTEXT; context >= 1; context--) {
    const head = Math.max(0, lead - context);
    const tail = Math.max(0, trail - context);
    const wanted = before.slice(head, before.length - tail);
    const indexes = occurrences(lines, wanted);
    if (indexes.length > 1) return undefined;
    const [at] = indexes;
    if (at === undefined) continue;
    return [...lines.slice(0, at), ...after.slice(head, after.length - tail), ...lines.slice(at + wanted.length)];
  }
  return undefined;
}

function occurrences(lines: readonly string[], wanted: readonly string[]): number[] {
  return lines.flatMap((_, at) => (wanted.every((line, index) => lines[at + index] === line) ? [at] : []));
}

/** Changed lines with their context; changes that share context are one hunk. */
function hunksOf(before: readonly string[], after: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const group of grouped(changesOf(before, after))) {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) continue;
    const lead = Math.min(CONTEXT, first.start);
    const trail = Math.min(CONTEXT, before.length - last.end);
    hunks.push({
      before: before.slice(first.start - lead, last.end + trail),
      after: after.slice(first.newStart - lead, last.newEnd + trail),
      lead,
      trail,
    });
  }
  return hunks;
}

interface Change {
  start: number;
  end: number;
  newStart: number;
  newEnd: number;
}

function grouped(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const open = groups.at(-1);
    if (open && change.start - (open.at(-1)?.end ?? 0) <= 2 * CONTEXT) open.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** Longest common subsequence of lines. */
function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const row = common[i];
    if (!row) continue;
    for (let j = after.length - 1; j >= 0; j--)
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  const grow = (endsBefore: number, endsAfter: number): void => {
    const open = changes.at(-1);
    if (open && open.end === i && open.newEnd === j) Object.assign(open, { end: endsBefore, newEnd: endsAfter });
    else changes.push({ start: i, end: endsBefore, newStart: j, newEnd: endsAfter });
  };
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) [i, j] = [i + 1, j + 1];
    else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      grow(i + 1, j);
      i++;
    } else {
      grow(i, j + 1);
      j++;
    }
  }
  return changes;
}
