/** Adds and removes ignore comments. */
import { t } from '../../common/localization';
import type { Diagnostic, Range } from 'vscode-languageserver-types';
import type { Fix } from '../checks/engine/check';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { TextFile } from '../workspace/textFiles';
import { lineFeeds } from '../edits/itemLines';
import type { IgnoreComment } from '../semantics/ignoreComments';
import { commentSpans, isMarkdown, isWithinText } from '../semantics/commentSpans';

type Document = SourceFile | TextFile;

/** `# kubestack:ignore KS208` above the line; undefined if no comment is possible there. */
export function ignoreFix(file: Document, { code, range }: Diagnostic): Fix | undefined {
  if (typeof code !== 'string' || file.uri.endsWith('.json')) return undefined;
  const line = isMarkdown(file) ? firstLineOfParagraph(file, range.start.line) : range.start.line;
  const start = file.lines.offsetAt({ line, character: 0 });
  if (isWithinText(file, start)) return undefined;
  const above = lineFeeds(file.text.slice(0, start));
  const indentation = /[ \t]*/y;
  indentation.lastIndex = start;
  const indent = indentation.exec(file.text)![0];
  const comment = isMarkdown(file) ? `<!-- kubestack:ignore ${code} -->` : `# kubestack:ignore ${code}`;
  return {
    title: t('Ignore {0} here (adds a comment)', code),
    change: draft =>
      void draft.rewrite(file.uri, text =>
        text.startsWith(above) ? `${above}${indent}${comment}\n${text.slice(above.length)}` : undefined,
      ),
  };
}

/** Removes the code, or the whole comment if it has no other code. */
export function uselessIgnoreFix(file: Document, { code, range, comment }: IgnoreComment): Fix[] {
  const span = commentSpans(file).find(each => each.start === file.lines.offsetAt(comment.start));
  if (!span) return [];
  const text = file.text.slice(span.start, span.end);
  const others = (text.match(/\bKS\d{3}\b|\brule:[\p{L}\p{N}_-]+/gu) ?? []).filter(each => each !== code);
  const remove = others.length === 0 ? wholeComment(file, span) : oneCode(file, range);
  return [
    {
      title: others.length === 0 ? t('Remove the comment') : t('Remove {0} from the comment', code),
      change: draft =>
        void draft.rewrite(file.uri, now => {
          const removed = lineFeeds(file.text.slice(remove.start, remove.end));
          const start = lineFeeds(file.text.slice(0, remove.start)).length;
          // Earlier fixes may have moved it.
          const at = now.startsWith(removed, start) ? start : now.indexOf(removed);
          return at < 0 ? undefined : now.slice(0, at) + now.slice(at + removed.length);
        }),
      isPreferred: true,
    },
  ];
}

/** With the whole line if the comment is alone on it. */
function wholeComment({ text }: Document, { start, end }: { start: number; end: number }) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const lineEnd = next < 0 ? text.length : next;
  const isAlone = (text.slice(lineStart, start) + text.slice(end, lineEnd)).trim() === '';
  if (isAlone) return { start: lineStart, end: Math.min(text.length, lineEnd + 1) };
  return { start: withoutBehind(text, start, ' \t'), end };
}

/** With the comma or blank that separates it from the other codes. */
function oneCode({ text, lines }: Document, range: Range) {
  const start = lines.offsetAt(range.start);
  const end = lines.offsetAt(range.end);
  const after = /^[ \t,]*(?=KS\d{3}|rule:)/.exec(text.slice(end))?.[0].length;
  if (after !== undefined) return { start, end: end + after };
  return { start: withoutBehind(text, start, ' \t,'), end };
}

/** The offset before a run of the given characters. */
function withoutBehind(text: string, offset: number, characters: string): number {
  let at = offset;
  while (at > 0 && characters.includes(text[at - 1]!)) at--;
  return at;
}

function firstLineOfParagraph({ text, lines }: Document, line: number): number {
  const startOf = (each: number): number => lines.offsetAt({ line: each, character: 0 });
  let first = line;
  while (first > 0 && text.slice(startOf(first - 1), startOf(first)).trim() !== '') first--;
  return first;
}
