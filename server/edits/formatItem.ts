/** Formats a top-level block or attribute, or the text of a new file, like `terraform fmt`. */
import { applyEdits, formatFile } from '../format/formatFile';
import { readSourceFile } from '../syntax/sourceFile';

/** The formatted text; unchanged if it does not parse. Line ends are `\n`. */
export function* formatHcl(text: string): Generator<undefined, string> {
  const file = yield* readSourceFile('', text, 'configuration');
  yield;
  const edits = yield* formatFile(file);
  return edits ? applyEdits(text, edits) : text;
}
