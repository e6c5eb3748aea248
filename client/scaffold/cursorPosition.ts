/** Finds the cursor position in a new file: the value that the user still has to fill in. */

/** Zero-based. */
export interface CursorPosition {
  readonly line: number;
  readonly character: number;
}

/** Patterns of values to fill in, most likely first. */
const WANTED: readonly { readonly pattern: RegExp; readonly offset: number }[] = [
  // An empty value.
  { pattern: /^[ \t]*[\w-]+[ \t]*=[ \t]*""/m, offset: -1 },
  // An environment without overrides.
  { pattern: /^\s{4}"?[\w-]+"?\s*=\s*\{\}/m, offset: -1 },
  // The first attribute of the configuration.
  { pattern: /^\s{6}[\w-]+\s*=\s/m, offset: 0 },
  { pattern: /^\s{4}[\w-]+\s*=\s/m, offset: 0 },
];

/** @param text of a configuration file */
export function cursorPosition(text: string): CursorPosition {
  for (const { pattern, offset } of WANTED) {
    const match = pattern.exec(text);
    if (match) return positionAt(text, match.index + match[0].length + offset);
  }
  return { line: 0, character: 0 };
}

function positionAt(text: string, offset: number): CursorPosition {
  const before = text.slice(0, offset).split(/\r?\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Rank of files by how much the user has to edit in them. */
const ORDER = [
  /_(?:cluster|node_pool_[\w-]+|service_[\w-]+)\.tf$/,
  /\/main\.tf$/,
  /_feature_[\w-]+\.tf$/,
  /\.tf$/,
  /ya?ml$/,
  /\/(?:AGENTS\.md|devcontainer\.json)$/,
];

/** The written file to open first. */
export function fileToShow(paths: readonly string[]): string | undefined {
  const shown = paths.filter(path => fileRank(path) < ORDER.length);
  return [...shown].sort((a, b) => fileRank(a) - fileRank(b))[0];
}

/** Rank of a file; the lowest one is opened. */
export function fileRank(path: string): number {
  const index = ORDER.findIndex(pattern => pattern.test(path));
  return index < 0 ? ORDER.length : index;
}
