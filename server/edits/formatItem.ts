/** The form that `terraform fmt` gives to a top-level block or attribute, and to the text of a new file. */
import { applyEdits, formatFile } from '../format/formatFile';
import { readSourceFile } from '../syntax/sourceFile';

/** The text in its form; as it is where it does not parse. Line ends are `\n`. */
export function formatHcl(text: string): string {
  const edits = formatFile(readSourceFile('', text, 'configuration'));
  return edits ? applyEdits(text, edits) : text;
}
