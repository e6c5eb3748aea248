/**
 * Removes a character from the end of a text, as often as it is there. The regular expression `/\/+$/` would do so in quadratic time, since it is
 * tried at each character of each run in the text.
 *
 * @param character one UTF-16 code unit
 */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
