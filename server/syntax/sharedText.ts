/** Deduplicates strings that occur often, such as names of attributes and environments, to save memory in large platforms. */

/** Maximum length of shared strings. Longer strings are rarely equal. */
const MAX_LENGTH = 32;
const MAX_TEXTS = 5_000;

const cached = new Map<string, string>();

/** Returns the shared instance of an equal string; strings above the maximum length are returned unchanged. */
export function sharedText(text: string): string {
  if (text.length > MAX_LENGTH) return text;
  const shared = cached.get(text);
  if (shared !== undefined) return shared;
  if (cached.size >= MAX_TEXTS) cached.clear();
  // A substring keeps the whole string in memory. Concatenation creates a copy as soon as its characters are read, which the map does.
  const copy = ` ${text}`.slice(1);
  cached.set(copy, copy);
  return copy;
}
