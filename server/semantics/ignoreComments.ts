/** `# kubestack:ignore KS208 reason`: ignores checks on its own line, or on the next one if the comment is alone on its line. */
import { memoize } from '../../common/memoize';
import type { Range } from 'vscode-languageserver-types';
import { commentSpans, isMarkdown } from './commentSpans';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { TextFile } from '../workspace/textFiles';

export interface IgnoreComment {
  readonly code: string;
  /** The code in the comment. */
  readonly range: Range;
  /** The whole comment. */
  readonly comment: Range;
  /** Zero-based and inclusive range of lines in which diagnostics are ignored. In Markdown, a whole paragraph or table. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const IGNORE = /kubestack:ignore((?:[\s,]+(?:KS\d{3}\b|syntax\b|rule:[\p{L}_][\p{L}\p{N}_-]*))*)/u;

/** In source order. */
export const ignoreComments = memoize<SourceFile | TextFile, readonly IgnoreComment[]>(findIgnoreComments);

function findIgnoreComments(file: SourceFile | TextFile): IgnoreComment[] {
  if (!file.text.includes('kubestack:ignore')) return [];
  const lines = file.text.split('\n');
  const nextLines = nextLinesOf(lines);
  const paragraphEnds = isMarkdown(file) ? paragraphEndsOf(lines) : undefined;
  const found: IgnoreComment[] = [];
  for (const { start, end } of commentSpans(file)) {
    const text = file.text.slice(start, end);
    const match = IGNORE.exec(text);
    if (!match) continue;
    const at = file.lines.positionAt(start);
    const isAlone = lines[at.line]!.slice(0, at.character).trim() === '';
    const last = file.lines.positionAt(end).line;
    const firstLine = isAlone ? (nextLines[last + 1] ?? lines.length) : at.line;
    const lastLine = isAlone ? (paragraphEnds?.[firstLine] ?? firstLine) : firstLine;
    const codesAt = start + match.index + 'kubestack:ignore'.length;
    for (const code of match[1]!.matchAll(/KS\d{3}|rule:[\p{L}\p{N}_-]+/gu)) {
      const from = codesAt + code.index;
      found.push({
        code: code[0],
        range: { start: file.lines.positionAt(from), end: file.lines.positionAt(from + code[0].length) },
        comment: { start: at, end: file.lines.positionAt(end) },
        firstLine,
        lastLine,
      });
    }
  }
  return found;
}

/** For each line, the next one that is neither blank nor a comment. */
function nextLinesOf(lines: readonly string[]): number[] {
  const next: number[] = [];
  for (let line = lines.length - 1; line >= 0; line--)
    next[line] = /^\s*(?:$|#|\/\/|<!--.*-->\s*$)/.test(lines[line]!) ? (next[line + 1] ?? lines.length) : line;
  return next;
}

/** For each line, the last one of its paragraph. */
function paragraphEndsOf(lines: readonly string[]): number[] {
  const ends: number[] = [];
  for (let line = lines.length - 1; line >= 0; line--)
    ends[line] = (lines[line + 1] ?? '').trim() === '' ? line : ends[line + 1]!;
  return ends;
}

/** Finds the first comment that ignores a code on a line. */
export function silencerOf(
  ignores: readonly IgnoreComment[],
): (code: unknown, line: number) => IgnoreComment | undefined {
  /** Comments of each code, with the last line that one of them, or of those before it, covers. */
  const byCode = new Map<unknown, { readonly ignore: IgnoreComment; readonly reach: number }[]>();
  for (const ignore of ignores) {
    const ofCode = byCode.get(ignore.code);
    if (ofCode) ofCode.push({ ignore, reach: Math.max(ignore.lastLine, ofCode.at(-1)!.reach) });
    else byCode.set(ignore.code, [{ ignore, reach: ignore.lastLine }]);
  }
  return (code, line) => {
    const ofCode = byCode.get(code) ?? [];
    let low = 0;
    let high = ofCode.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ofCode[middle]!.reach < line) low = middle + 1;
      else high = middle;
    }
    const found = ofCode[low]?.ignore;
    return found && found.firstLine <= line ? found : undefined;
  };
}
