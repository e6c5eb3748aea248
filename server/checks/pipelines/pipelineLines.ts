/** Finds lines in the files of pipelines, as places of findings. */
import type { TextFile } from '../../workspace/textFiles';
import type { TextFileRange } from '../engine/check';

interface Line {
  readonly text: string;
  readonly start: number;
  /** Columns before the key: `- name:` has the column of `name`. */
  readonly column: number;
  readonly isItem: boolean;
}

function linesOf({ text }: TextFile): Line[] {
  let start = 0;
  return text.split('\n').map(each => {
    const before = /^\s*(?:-\s+)*/.exec(each)![0];
    const line = { text: each, start, column: before.length, isItem: before.includes('-') };
    start += each.length + 1;
    return line;
  });
}

const rangeOf = (file: TextFile, { text, start }: Line): TextFileRange => ({
  file,
  start: start + text.search(/\S|$/),
  end: start + text.trimEnd().length,
});

/** The first line that matches a pattern, without comments. */
export function firstLineWith(file: TextFile, pattern: RegExp): TextFileRange | undefined {
  const line = linesOf(file).find(({ text }) => !/^\s*#/.test(text) && pattern.test(text));
  return line && rangeOf(file, line);
}

/** The last line that matches a pattern, without comments. */
export function lastLineWith(file: TextFile, pattern: RegExp): TextFileRange | undefined {
  const line = linesOf(file).findLast(({ text }) => !/^\s*#/.test(text) && pattern.test(text));
  return line && rangeOf(file, line);
}

/** The condition (`if:`) of the step or job that contains an offset, the innermost one. */
export function conditionAround(file: TextFile, offset: number): TextFileRange | undefined {
  const lines = linesOf(file).filter(({ text }) => /\S/.test(text) && !/^\s*#/.test(text));
  let at = lines.findLastIndex(({ start }) => start <= offset);
  while (at >= 0) {
    const { column } = lines[at]!;
    let first = at;
    while (
      first > 0 &&
      !(lines[first]!.isItem && lines[first]!.column === column) &&
      lines[first - 1]!.column >= column
    )
      first--;
    let last = at;
    while (last + 1 < lines.length && lines[last + 1]!.column >= column && !startsItem(lines[last + 1]!, column))
      last++;
    const condition = lines
      .slice(first, last + 1)
      .find(each => each.column === column && /^\s*(?:-\s+)*if:/.test(each.text));
    if (condition) return rangeOf(file, condition);
    at = first - 1;
  }
  return undefined;
}

const startsItem = (line: Line, column: number): boolean => line.isItem && line.column === column;
