/** Deduplicates strings that occur often, such as names of attributes and environments, to save memory in large platforms. */

/** Longer strings are rarely equal. */
const MAX_LENGTH = 32;
const MAX_TEXTS = 5_000;

const known = new Map<string, string>();

/** The shared instance of an equal string; longer strings are returned as they are. */
export function sharedText(text: string): string {
  if (text.length > MAX_LENGTH) return text;
  const shared = known.get(text);
  if (shared !== undefined) return shared;
  if (known.size >= MAX_TEXTS) known.clear();
  // A part of a string keeps the whole in memory; joining makes a copy once its characters are read, as a map does.
  const copy = ` ${text}`.slice(1);
  known.set(copy, copy);
  return copy;
}
