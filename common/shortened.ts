/** Texts that are shown only in part. */

/**
 * Shortens a text, and never between the halves of a surrogate pair.
 *
 * @param length longest result, in UTF-16 code units; the ellipsis at the end of a shortened text counts
 */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/**
 * Two texts on one line each, shortened so that they differ where the texts do: those that are alike at first are shown from a little
 * before the first difference on.
 *
 * @param length longest result for each, as in `shortened`
 */
export function shortenedPair(one: string, other: string, length: number): [string, string] {
  const lines = [one, other].map(text => shortened(text.replace(/\s*\n\s*/g, ' '), length)) as [string, string];
  if (lines[0] !== lines[1] || one === other) return lines;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  return [fromPlace(one, start, length), fromPlace(other, start, length)];
}

function fromPlace(text: string, place: number, length: number): string {
  const start = Math.max(0, place - Math.floor(length / 4));
  return shortened(start === 0 ? text : `…${text.slice(start).replace(/^[\udc00-\udfff]/, '')}`, length);
}
