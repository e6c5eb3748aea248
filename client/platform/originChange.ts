/** Chooses the code action for a line of an effective document: override an inherited value, or reset an override. */
import type { CodeAction, Position, TextEdit } from 'vscode-languageserver-types';
import type { EffectiveDocumentLine, RefactoringData } from '../../common/protocol';

/** Kinds of code actions that `originChange` chooses from. */
export const ORIGIN_CHANGE_KINDS = ['refactor.rewrite', 'refactor.inline'];

/**
 * @param actions code actions at the source of the line's value.
 * @param environment the environment of the document.
 * @returns the action that adds or removes the environment's own value; undefined if there is none.
 */
export function originChange(
  actions: readonly CodeAction[],
  { origin }: EffectiveDocumentLine,
  environment: string,
): CodeAction | undefined {
  return actions.find(({ data }) => {
    const { source, refactoring, choice } = (data ?? {}) as Partial<RefactoringData>;
    if (source !== 'refactoring') return false;
    return origin === 'inherited' ? refactoring === 'override' && choice === environment : refactoring === 'inherit';
  });
}

/** Zero-based. Empty if `start` and `end` are equal. */
export interface NewTextRange {
  readonly start: Position;
  readonly end: Position;
}

/**
 * What to select after an edit: the value of the attribute that was added, for typing, otherwise the start of the new text. Other parts of an edit
 * can be only moves.
 *
 * @param text of the document before, with line breaks `\n` or `\r\n`.
 * @param edits that do not overlap.
 * @param name of the attribute, if one was added.
 */
export function newTextRange(text: string, edits: readonly TextEdit[], name?: string): NewTextRange {
  const starts = lineStarts(text);
  const offset = ({ line, character }: Position) => (starts[line] ?? text.length) + character;
  const ordered = edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => a.start - b.start);
  const longest = Math.max(0, ...ordered.map(({ newText }) => newText.length));
  let after = '';
  let at = 0;
  for (const { start, end, newText } of ordered) {
    after += text.slice(at, start);
    at = end;
    if (newText.length < longest) {
      after += newText;
      continue;
    }
    const value = name === undefined ? undefined : valueIn(newText, name);
    const blank = /^\s*/.exec(newText)?.[0].length ?? 0;
    const position = (length: number): Position => endOf(after + newText.slice(0, length));
    return { start: position(value?.start ?? blank), end: position(value?.end ?? blank) };
  }
  return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}

/** The value of an attribute in new text, in which objects of their own can surround it. */
function valueIn(text: string, name: string): { start: number; end: number } | undefined {
  for (const found of text.matchAll(/(?<=^|\n)[ \t]*"?([^\s="]+)"?[ \t]*=[ \t]*/g)) {
    if (found[1] !== name) continue;
    const start = found.index + found[0].length;
    const surrounding = text.slice(0, found.index).match(/\{[ \t]*\r?\n/g)?.length ?? 0;
    let end = text.trimEnd().length;
    for (let level = 0; level < surrounding && text[end - 1] === '}'; level++)
      end = text.slice(0, end - 1).trimEnd().length;
    return end > start ? { start, end } : undefined;
  }
  return undefined;
}

function endOf(text: string): Position {
  const lines = text.split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
