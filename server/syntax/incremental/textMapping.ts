/** Positions in a text before and after one edit, found by what both have in common at their ends. Offsets are UTF-16 units. */

/** What was compared last: a text that is mapped is mapped for many offsets in a row. */
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

/** Where an offset of the old text is in the new one; within the edited part, its beginning. */
export function mapOldToNew(before: string, after: string, offset: number): number {
  const { start, end } = commonEnds(before, after);
  if (offset <= start) return offset;
  return offset >= before.length - end ? offset + after.length - before.length : start;
}

/** Where an offset of the new text was in the old one; undefined within the edited part. */
export function mapNewToOld(before: string, after: string, offset: number): number | undefined {
  const { start, end } = commonEnds(before, after);
  if (offset <= start) return offset;
  return offset >= after.length - end ? offset + before.length - after.length : undefined;
}
