/** Offsets and LSP positions of a text in the simplest implementation, for comparison with the server's. */
import type { Position, Range } from 'vscode-languageserver-types';

/** Zero-based; `\r\n`, `\n` and `\r` end a line. */
export function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  // The offset between \r and \n belongs to the line that they end.
  if (text[offset - 1] === '\r' && text[offset] === '\n') {
    const before = text.slice(0, offset - 1).split(/\r\n|\n|\r/);
    return { line: before.length - 1, character: before.at(-1)!.length };
  }
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

/** The inverse. Positions after the end of a line or of the text are moved to that end. */
export function offsetAt(text: string, { line, character }: Position): number {
  const ends = /\r\n|\n|\r/g;
  let start = 0;
  for (let count = 0; count < line; count++) {
    const end = ends.exec(text);
    if (!end) return text.length;
    start = ends.lastIndex;
  }
  const end = ends.exec(text);
  return Math.min(start + character, end ? end.index : text.length);
}

export const rangeOf = (text: string, start: number, end: number): Range => ({
  start: positionAt(text, start),
  end: positionAt(text, end),
});
