import { strict as assert } from 'node:assert';

/**
 * Asserts that a text is the expected one.
 *
 * @param expected the whole text, in which `…` stands for any text; or parts of it in their order, with any text between them
 */
export function assertText(text: string | undefined, expected: string | readonly string[] | undefined): void {
  const pattern = expected === undefined ? undefined : [expected].flat().join('…');
  if (text === undefined || pattern === undefined || !hasParts(text, pattern.split(/…+/))) assert.equal(text, pattern);
}

/** Whether a text consists of parts with any text between them. */
function hasParts(text: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let end = first.length;
  for (const part of others) {
    const start = text.indexOf(part, end);
    if (start < 0) return false;
    end = start + part.length;
  }
  return end <= text.length - last.length;
}
