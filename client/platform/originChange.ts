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

/**
 * The cursor position after an edit: at the start of the new text, since other parts of an edit can be only moves.
 *
 * @param text of the document before, with line breaks `\n` or `\r\n`.
 * @param edits that do not overlap.
 * @returns the offset of the longest inserted text after the edit, without leading white space.
 */
export function newTextPosition(text: string, edits: readonly TextEdit[]): Position {
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
    const lines = `${after}${/^\s*/.exec(newText)?.[0] ?? ''}`.split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  }
  return { line: 0, character: 0 };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
