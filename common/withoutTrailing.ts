/**
 * A text without the characters of one kind at its end. A regular expression such as `/\/+$/` would be tried at each character of each run in the
 * text, which takes quadratic time.
 *
 * @param character one UTF-16 code unit
 */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
