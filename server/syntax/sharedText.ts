/** Texts that occur again and again, as names of attributes and environments do: in a large platform they are kept once. */

/** Longer texts are hardly the same. */
const MAX_LENGTH = 32;
const MAX_TEXTS = 5_000;

const known = new Map<string, string>();

/** The text as one string for all places in which it occurs, as far as that is worth it. */
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
