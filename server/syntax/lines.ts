/** Lines of a text around an offset, in UTF-16 units. */

const lineStartOf = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
/** Whether only white space stands before the offset on its line. */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  text.slice(lineStartOf(text, offset), offset).trim() === '';

/** From the offset to the end of its line. */
export function restOfLine(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end < 0 ? text.length : end);
}

/** How many characters of white space the line of the offset begins with. */
export function indentOf(text: string, offset: number): number {
  const start = lineStartOf(text, offset);
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at - start;
}
