/** Matches file patterns. Source of the rules: github.com/bmatcuk/doublestar 1.1.5, which Terraform's `fileset` uses. */
import type { FunctionFiles } from '../function';

/** Thrown for an invalid pattern. */
export class GlobError extends Error {
  constructor() {
    super('syntax error in pattern');
    this.name = 'GlobError';
  }
}

/** Counts comparisons of a part of a pattern with a part of a name; throws if they take too long. */
type Spend = (comparisons: number) => void;

/**
 * The files that match a clean pattern. Lists only folders that the pattern can match.
 * @param spend counts comparisons: a pattern with several stars is compared with every part of a name
 * @throws GlobError if a name is compared with an invalid pattern
 */
export function globFiles(pattern: string, files: Pick<FunctionFiles, 'list' | 'exists'>, spend: Spend): string[] {
  const parts = pattern.split('/');
  const firstGlob = parts.findIndex(part => /[*?[{\\]/.test(part));
  if (firstGlob < 0) return files.exists(pattern, 'file') ? [pattern] : [];
  const base = parts.slice(0, firstGlob).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const globs = parts.slice(firstGlob);
  const prefix = base === '.' ? '' : base === '/' ? '/' : `${base}/`;
  const depth = globs.includes('**') ? Infinity : globs.length;
  return files
    .list(base, depth)
    .filter(file => matchParts(globs, file.split('/'), spend))
    .map(file => prefix + file);
}

/**
 * Whether later releases of doublestar, which OpenTofu uses, have the same rules for a pattern. They differ for escapes, character classes negated
 * with `!` or with a reversed range, braces that contain a slash, and missing closing brackets.
 */
export function isReadAlike(pattern: string): boolean {
  if (pattern.includes('\\')) return false;
  const rest = pattern.replace(/\[(\^?)([^\]!]+)\]/g, (whole, _, symbols: string) =>
    runsBackwards(symbols) ? whole : '',
  );
  return !/[[\]]/.test(rest) && !/[{}]/.test(rest.replace(/\{[^{}/]*\}/g, ''));
}

const runsBackwards = (symbols: string): boolean =>
  [...symbols.matchAll(/(.)-(.)/gsu)].some(([, low, high]) => low!.codePointAt(0)! > high!.codePointAt(0)!);

function matchParts(globs: readonly string[], names: readonly string[], spend: Spend): boolean {
  spend(1);
  const [glob, ...others] = globs;
  if (glob === undefined) return names.length === 0;
  if (glob === '**') {
    if (others.length === 0) return names.length > 0;
    return names.some((_, i) => matchParts(others, names.slice(i), spend));
  }
  const [name, ...rest] = names;
  if (name === undefined || !matchName(Array.from(glob), Array.from(name), spend)) return false;
  return matchParts(others, rest, spend);
}

/** Matches a name with one part of a pattern. */
function matchName(glob: readonly string[], name: readonly string[], spend: Spend): boolean {
  spend(1);
  if (glob.length === 0) return name.length === 0;
  if (name.length === 0 && glob.join('') !== '*') return false;
  let at = 0;
  let position = 0;
  while (at < glob.length && position < name.length) {
    const symbol = glob[at]!;
    if (symbol === '*') return matchStar(glob.slice(at + 1), name.slice(position), spend);
    if (symbol === '{') return matchChoice(glob, at, name.slice(position), spend);
    if (symbol === '[') {
      const end = closing(glob, at + 1, ']');
      if (!inClass(glob.slice(at + 1, end), name[position]!)) return false;
      at = end;
    } else if (symbol === '\\') {
      at += 1;
      if (at >= glob.length) throw new GlobError();
      if (glob[at] !== name[position]) return false;
    } else if (symbol !== '?' && symbol !== name[position]) return false;
    at += 1;
    position += 1;
  }
  const left = glob.slice(at).join('');
  return position >= name.length && (left === '' || left === '*' || left === '**');
}

function matchStar(rest: readonly string[], name: readonly string[], spend: Spend): boolean {
  const [next] = rest;
  if (next === undefined) return true;
  const isLiteral = !'*?[{\\'.includes(next);
  return name.some((symbol, i) => (!isLiteral || symbol === next) && matchesQuietly(rest, name.slice(i), spend));
}

/** After a star, an invalid pattern is not an error, but doesn't match. */
function matchesQuietly(glob: readonly string[], name: readonly string[], spend: Spend): boolean {
  try {
    return matchName(glob, name, spend);
  } catch (error) {
    if (error instanceof GlobError) return false;
    throw error;
  }
}

function matchChoice(glob: readonly string[], start: number, name: readonly string[], spend: Spend): boolean {
  const end = closing(glob, start + 1, '}');
  const rest = glob.slice(end + 1);
  const options: string[][] = [[]];
  glob.slice(start + 1, end).forEach((symbol, i, symbols) => {
    if (symbol === ',' && symbols[i - 1] !== '\\') options.push([]);
    else options.at(-1)!.push(symbol);
  });
  return options.some(option => matchName([...option, ...rest], name, spend));
}

/** The index of the closing bracket or brace, which must not be escaped. */
function closing(glob: readonly string[], from: number, symbol: string): number {
  for (let i = from; i < glob.length; i++) if (glob[i] === symbol && (i === from || glob[i - 1] !== '\\')) return i;
  throw new GlobError();
}

function inClass(symbols: readonly string[], character: string): boolean {
  if (symbols.length === 0) throw new GlobError();
  const code = character.codePointAt(0)!;
  let inside = false;
  let position = symbols[0] === '^' ? 1 : 0;
  const read = (): number => {
    let symbol = symbols[position++];
    if (symbol === undefined || symbol === '-') throw new GlobError();
    if (symbol === '\\') symbol = symbols[position++];
    if (symbol === undefined) throw new GlobError();
    return symbol.codePointAt(0)!;
  };
  while (position < symbols.length) {
    const low = read();
    let high = low;
    if (symbols[position] === '-') {
      position += 1;
      high = read();
    }
    if (low <= code && code <= high) inside = true;
  }
  return inside !== (symbols[0] === '^');
}
