/** Computes minimal line edits between two texts; lines that differ only in their line end are equal. */
import type { OffsetEdit } from '../format/formatFile';

/** @param lineEnd of new lines; @returns edits in source order, offsets in `before` */
export function textDifference(before: string, after: string, lineEnd: '\n' | '\r\n' = '\n'): OffsetEdit[] {
  const { start, end } = equalLines(before, after);
  const old = textLines(before.slice(start, before.length - end));
  const now = textLines(after.slice(start, after.length - end));
  const edits: OffsetEdit[] = [];
  let offset = start;
  let oldIndex = 0;
  for (const { from, to, newFrom, newTo } of hunksOf(old.map(plain), now.map(plain))) {
    while (oldIndex < from) offset += old[oldIndex++]!.length;
    const removed = old.slice(from, to).join('');
    const added = now
      .slice(newFrom, newTo)
      .map(line => (line.endsWith('\n') ? plain(line).slice(0, -1) + lineEnd : line))
      .join('');
    edits.push(trimmed(offset, removed, added));
    offset += removed.length;
    oldIndex = to;
  }
  return edits.filter(({ start, end, newText }) => end > start || newText !== '');
}

/**
 * How many characters two texts have in common in the lines at their start, and in those at their end: mostly nearly all, so they aren't split into
 * lines. Texts with several kinds of line ends are compared by line.
 */
function equalLines(before: string, after: string): { readonly start: number; readonly end: number } {
  if (before.includes('\r') || after.includes('\r')) return { start: 0, end: 0 };
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  start = start === 0 ? 0 : before.lastIndexOf('\n', start - 1) + 1;
  let end = 0;
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end++;
  // From the start of a line in both texts.
  while (end > 0 && !(isLineStart(before, before.length - end) && isLineStart(after, after.length - end))) {
    const lineEnd = before.indexOf('\n', before.length - end);
    end = lineEnd < 0 ? 0 : before.length - lineEnd - 1;
  }
  return { start, end };
}

const isLineStart = (text: string, offset: number): boolean => offset === 0 || text[offset - 1] === '\n';

/** The lines that differ between two texts, in their order. @param exactly whether lines with other ends differ */
export const changedLines = (before: string, after: string, exactly = false): ChangedLines[] => {
  const lines = (text: string): string[] => (exactly ? textLines(text) : textLines(text).map(plain));
  return hunksOf(lines(before), lines(after));
};

/** The lines of a text, each with its end. */
export const textLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];
const plain = (line: string): string => line.replace(/\r\n$/, '\n');

/** Skips the common prefix and suffix. */
function trimmed(start: number, removed: string, added: string): OffsetEdit {
  const most = Math.min(removed.length, added.length);
  let front = 0;
  while (front < most && removed[front] === added[front]) front++;
  if (front > 0 && isHighSurrogate(removed.charCodeAt(front - 1))) front--;
  let back = 0;
  while (back < most - front && removed.at(-1 - back) === added.at(-1 - back)) back++;
  // Cuts neither a character nor a line end in half.
  if (
    back > 0 &&
    (isLowSurrogate(removed.charCodeAt(removed.length - back)) || removed.slice(-back - 1).startsWith('\r\n'))
  )
    back--;
  return {
    start: start + front,
    end: start + removed.length - back,
    newText: added.slice(front, added.length - back),
  };
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** Lines that differ: `[from, to)` in the text before, `[newFrom, newTo)` in the one after; zero-based. */
export interface ChangedLines {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Above this many pairs of lines, all changes are one edit. */
const MAX_PAIRS = 400_000;

function hunksOf(before: readonly string[], after: readonly string[]): ChangedLines[] {
  let first = 0;
  while (first < before.length && first < after.length && before[first] === after[first]) first++;
  let last = 0;
  while (last < before.length - first && last < after.length - first && before.at(-1 - last) === after.at(-1 - last))
    last++;
  const whole = { from: first, to: before.length - last, newFrom: first, newTo: after.length - last };
  const [height, width] = [whole.to - whole.from, whole.newTo - whole.newFrom];
  if (height === 0 && width === 0) return [];
  if (height === 0 || width === 0 || height * width > MAX_PAIRS) return [whole];
  return changedParts(before.slice(whole.from, whole.to), after.slice(whole.newFrom, whole.newTo)).map(part => ({
    from: part.from + first,
    to: part.to + first,
    newFrom: part.newFrom + first,
    newTo: part.newTo + first,
  }));
}

/** The gaps between the lines of a longest common subsequence. */
function changedParts(before: readonly string[], after: readonly string[]): ChangedLines[] {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const parts: ChangedLines[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [from, newFrom] = [i, j];
    while (
      (i < before.length || j < after.length) &&
      !(i < before.length && j < after.length && before[i] === after[j])
    ) {
      const isRemoval =
        i < before.length && (j >= after.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!);
      if (isRemoval) i++;
      else j++;
    }
    if (i > from || j > newFrom) parts.push({ from, to: i, newFrom, newTo: j });
    while (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    }
  }
  return parts;
}
