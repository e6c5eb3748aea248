/** Maps offsets between a text before and after an edit, by their common prefix and suffix. Offsets are UTF-16 code units. */

/** The last comparison. It is cached, since many offsets of the same texts are mapped in a row. */
let compared = { before: '', after: '', start: 0, end: 0 };

function commonEnds(before: string, after: string): { start: number; end: number } {
  if (compared.before !== before || compared.after !== after)
    compared = { before, after, ...compareEnds(before, after) };
  return compared;
}

function compareEnds(before: string, after: string): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  return { start, end };
}

/** Maps an offset of the old text to the new one. Offsets in the edited part are mapped to its start. */
export function mapOldToNew(before: string, after: string, offset: number): number {
  const { start, end } = commonEnds(before, after);
  if (offset <= start) return offset;
  return offset >= before.length - end ? offset + after.length - before.length : start;
}

/** Maps an offset of the new text to the old one. @returns undefined for offsets in the edited part */
export function mapNewToOld(before: string, after: string, offset: number): number | undefined {
  const { start, end } = commonEnds(before, after);
  if (offset <= start) return offset;
  return offset >= after.length - end ? offset + before.length - after.length : undefined;
}
