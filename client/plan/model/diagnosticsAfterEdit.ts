/** Moves the diagnostics of a program with the edits of their document. */
import type { PlanDiagnostic, PlanRange } from '../../../common/plan/plan';

export interface LineChange {
  /** In the document before the change. */
  range: PlanRange;
  text: string;
}

/**
 * @param file absolute path of the edited document.
 * @param changes in the order in which they apply: each range refers to the document after the changes before it.
 * @returns the diagnostics at their new ranges, without those whose lines were edited: the program reported another text. The same array if the edit
 * concerns none of them.
 */
export function diagnosticsAfterEdit(
  diagnostics: readonly PlanDiagnostic[],
  file: string,
  changes: readonly LineChange[],
): readonly PlanDiagnostic[] {
  if (!diagnostics.some(diagnostic => diagnostic.file === file)) return diagnostics;
  return diagnostics.flatMap(diagnostic => {
    if (diagnostic.file !== file || !diagnostic.range) return diagnostic;
    let range: PlanRange | undefined = diagnostic.range;
    for (const change of changes) range = range && rangeAfter(range, change);
    return range ? { ...diagnostic, range } : [];
  });
}

/** @returns undefined if the change concerns a line of the range. */
function rangeAfter({ start, end }: PlanRange, { range, text }: LineChange): PlanRange | undefined {
  const lastLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  if (range.start.line > lastLine) return { start, end };
  const isWholeLines = range.end.character === 0 && (text === '' ? range.start.character === 0 : text.endsWith('\n'));
  if (range.end.line > start.line || (range.end.line === start.line && !isWholeLines)) return undefined;
  const added = text.split('\n').length - 1 - (range.end.line - range.start.line);
  return { start: { ...start, line: start.line + added }, end: { ...end, line: end.line + added } };
}
