/** Keeps empty lines between environments if the others have them. */
import { linesOf } from '../edits/entryLayout';
import { bracesAt, type EntryBraces } from '../edits/entryPath';
import type { ConfigurationEditor } from './configurationTarget';

/** Adds empty lines around an environment that was just inserted. */
export const setApart = (editor: ConfigurationEditor, environment: string): boolean =>
  editor.rewrite((text, path) => withGaps(text, path, environment));

/** @param path to the object of environments, as in edits/entryText.ts */
export function withGaps(text: string, path: readonly string[], environment: string): string {
  const braces = bracesAt(text, path);
  const index = braces?.entries.findLastIndex(({ name }) => name === environment) ?? -1;
  if (!braces || index < 0 || !areApart(braces, index)) return text;
  const indexes = [index, index + 1].filter(at => at > 0 && at < braces.entries.length && !hasGap(braces, at));
  let result = text;
  for (const at of indexes.reverse()) {
    const { start } = linesOf(braces, at);
    result = `${result.slice(0, start)}\n${result.slice(start)}`;
  }
  return result;
}

/**
 * Whether the other environments are separated; if there are fewer than two others, whether one takes several lines. A new entry is
 * directly before the next one, so the former gap of its neighbours is now before it.
 */
function areApart(braces: EntryBraces, added: number): boolean {
  const { entries, text } = braces;
  const isBetween = added > 0 && added < entries.length - 1;
  const pairs = entries.flatMap((_, index) => {
    if (index === 0 || index - 1 === added) return [];
    return index === added && !isBetween ? [] : index;
  });
  if (pairs.length > 0) return pairs.some(index => hasGap(braces, index));
  return entries.some(({ start, end }) => text.slice(start, end).includes('\n'));
}

/** Whether there is an empty line directly before an entry and its comments. */
const hasGap = (braces: EntryBraces, index: number): boolean =>
  /\n[^\S\n]*\n$/.test(braces.text.slice(0, linesOf(braces, index).start));
