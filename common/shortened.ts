/** Shortens texts. */

/**
 * Shortens a text without splitting a surrogate pair.
 *
 * @param length longest result, in UTF-16 code units, including the ellipsis
 */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/** As `shortened`, but leaves out the middle. */
export function shortenedWithin(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = Math.ceil(length / 2);
  const end = text.slice(start - length).replace(/^[\udc00-\udfff]/, '');
  return `${shortened(text, start)}${end.trimStart()}`;
}

/** The lines of a text as one line, without their indentation and without blank lines. */
export const onOneLine = (text: string): string =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join(' ');

/**
 * Shortens two texts, on one line each, so that their difference stays visible: a common beginning is cut shortly before the first
 * difference.
 *
 * @param length longest result for each, as in `shortened`
 */
export function shortenedPair(one: string, other: string, length: number): [string, string] {
  const lines = [one, other].map(text => shortened(onOneLine(text), length)) as [string, string];
  if (lines[0] !== lines[1] || one === other) return lines;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  return [from(one, start, length), from(other, start, length)];
}

function from(text: string, offset: number, length: number): string {
  const start = Math.max(0, offset - Math.floor(length / 4));
  return shortened(start === 0 ? text : `…${text.slice(start).replace(/^[\udc00-\udfff]/, '')}`, length);
}
