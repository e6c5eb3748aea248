/** `# kubestack:ignore KS208 reason`: silences checks on its own line, or, where it has the line to itself, on the next one. */
import type { Range } from 'vscode-languageserver-types';
import { commentSpans, isMarkdown } from './commentSpans';
import type { SourceFile } from '../syntax/sourceFile';
import type { TextFile } from '../workspace/textFiles';

export interface IgnoreComment {
  readonly code: string;
  /** The code in the comment. */
  readonly range: Range;
  /** The whole comment. */
  readonly comment: Range;
  /** Zero-based, both included: what is found here is silenced. In Markdown, a whole paragraph or table. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const IGNORE = /kubestack:ignore((?:[\s,]+(?:KS\d{3}|syntax)\b)*)/;

/** In the order of the text. */
export function ignoreComments(file: SourceFile | TextFile): IgnoreComment[] {
  if (!file.text.includes('kubestack:ignore')) return [];
  const lines = file.text.split('\n');
  const found: IgnoreComment[] = [];
  for (const { start, end } of commentSpans(file)) {
    const text = file.text.slice(start, end);
    const match = IGNORE.exec(text);
    if (!match) continue;
    const at = file.lines.positionAt(start);
    const isAlone = lines[at.line]!.slice(0, at.character).trim() === '';
    const last = file.lines.positionAt(end).line;
    const firstLine = isAlone ? nextLine(lines, last + 1) : at.line;
    const lastLine = isAlone && isMarkdown(file) ? paragraphEnd(lines, firstLine) : firstLine;
    const codesAt = start + match.index + 'kubestack:ignore'.length;
    for (const code of match[1]!.matchAll(/KS\d{3}/g)) {
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

/** The next line that is neither blank nor a comment. */
function nextLine(lines: readonly string[], from: number): number {
  let line = from;
  while (line < lines.length && /^\s*(?:$|#|\/\/|<!--.*-->\s*$)/.test(lines[line]!)) line++;
  return line;
}

function paragraphEnd(lines: readonly string[], from: number): number {
  let line = from;
  while (line + 1 < lines.length && lines[line + 1]!.trim() !== '') line++;
  return line;
}
