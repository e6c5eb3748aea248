/** Formats a top-level block or attribute, or the text of a new file, like `terraform fmt`. */
import { applyEdits, formatFile } from '../format/formatFile';
import { readSourceFile } from '../syntax/sourceFile';

/** The formatted text; unchanged if it does not parse. Line ends are `\n`. */
export function formatHcl(text: string): string {
  const edits = formatFile(readSourceFile('', text, 'configuration'));
  return edits ? applyEdits(text, edits) : text;
}
