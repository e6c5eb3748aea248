/** Edits the tables in the platform's README; a README without them is not changed. */
import type { SpanEdit } from '../edits/readmeTableEdits';
import { readReadmePlatform, type ReadmePlatform } from '../kubestack/readme/readmeTables';
import type { FileChanges } from './fileChanges';

export const README = 'README.md';

/**
 * @param edit returns edits that don't overlap; called with the README as earlier steps left it
 * @returns whether there were edits
 */
export function editReadme(
  changes: FileChanges,
  edit: (text: string, readme: ReadmePlatform) => readonly SpanEdit[],
): boolean {
  const text = changes.text(README);
  const readme = text === undefined ? undefined : readReadmePlatform(text);
  const edits = text !== undefined && readme ? edit(text, readme) : [];
  if (text !== undefined && readme) changes.write(README, withSpanEdits(text, edits));
  return edits.length > 0;
}

/** Applies edits that don't overlap. */
function withSpanEdits(text: string, edits: readonly SpanEdit[]): string {
  let result = text;
  for (const { start, end, text: written } of [...edits].sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + written + result.slice(end);
  return result;
}
