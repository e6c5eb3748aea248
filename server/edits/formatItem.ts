/** Formats a top-level block or attribute, or the text of a new file, like `terraform fmt`. */
import { applyEdits, formatFileInSteps } from '../format/formatFile';
import { runToCompletion } from '../../common/runToCompletion';
import { readSourceFileInSteps } from '../syntax/sourceFile';

/** The formatted text; unchanged if it does not parse. Line ends are `\n`. */
export const formatHcl = (text: string): string => runToCompletion(formatHclInSteps(text));

/** The same with pauses. */
export function* formatHclInSteps(text: string): Generator<undefined, string> {
  const file = yield* readSourceFileInSteps('', text, 'configuration');
  yield;
  const edits = yield* formatFileInSteps(file);
  return edits ? applyEdits(text, edits) : text;
}
