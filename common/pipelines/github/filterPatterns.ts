/** Branch and tag filters of GitHub, Gitea and Forgejo. Source: GitHub's "Filter pattern cheat sheet" in the workflow syntax. */
import {
  anyCharacter,
  anyText,
  characterIn,
  literal,
  matches,
  oneCharacter,
  repeated,
  sequence,
  type Pattern,
} from '../../regex/pattern';
import { not, type Truth } from '../values/truth';

/** One line of a filter. */
export interface FilterPattern {
  /** The pattern as written, without a leading `!`. */
  readonly text: string;
  /** Whether it excludes names that earlier lines include. */
  readonly isNegative: boolean;
  readonly pattern: Pattern;
}

/** @returns undefined if the text is not a valid pattern */
export function filterPattern(written: string): FilterPattern | undefined {
  const isNegative = written.startsWith('!');
  const text = isNegative ? written.slice(1) : written;
  const pattern = parsed(text);
  return pattern && { text, isNegative, pattern };
}

/** Whether a name matches a filter: the last matching pattern decides. */
export function passes(patterns: readonly FilterPattern[], name: string): Truth {
  let passed: Truth = false;
  for (const { pattern, isNegative } of patterns) {
    const taken = matches(pattern, name);
    if (taken) passed = !isNegative;
    else if (taken === undefined && passed !== !isNegative) passed = undefined;
  }
  return passed;
}

/** Whether a name passes an ignore filter (`branches-ignore`, `tags-ignore`). */
export const passesIgnoring = (patterns: readonly FilterPattern[], name: string): Truth => not(passes(patterns, name));

function parsed(text: string): Pattern | undefined {
  const parts: Pattern[] = [];
  for (let at = 0; at < text.length;) {
    const character = text[at]!;
    const before = parts.at(-1);
    if (character === '*') {
      const isDeep = text[at + 1] === '*';
      // `**/` also matches an empty path.
      const isFolder = isDeep && text[at + 2] === '/';
      parts.push(isFolder ? { kind: 'choice', items: [foldersOfName, literal('')] } : isDeep ? anyText : inFolder);
      at += isFolder ? 3 : isDeep ? 2 : 1;
    } else if ((character === '?' || character === '+') && before) {
      parts[parts.length - 1] = character === '?' ? repeated(before, 0, 1) : repeated(before, 1);
      at++;
    } else if (character === '[') {
      const end = text.indexOf(']', at + 1);
      const characters = characterClass(text.slice(at + 1, Math.max(end, at + 1)));
      if (end < 0 || !characters) return undefined;
      parts.push(characters);
      at = end + 1;
    } else if (character === '\\') {
      const escaped = text[at + 1];
      if (escaped === undefined) return undefined;
      parts.push(oneCharacter(escaped));
      at += 2;
    } else {
      parts.push(oneCharacter(character));
      at++;
    }
  }
  return sequence(...parts);
}

/** A character class such as `a-z0-9_`; undefined if it is invalid. */
function characterClass(text: string): Pattern | undefined {
  const ranges: [string, string][] = [];
  for (let at = 0; at < text.length; at++) {
    const from = text[at]!;
    const isRange = text[at + 1] === '-' && at + 2 < text.length;
    const to = isRange ? text[at + 2]! : from;
    if (to < from) return undefined;
    ranges.push([from, to]);
    if (isRange) at += 2;
  }
  return ranges.length > 0 ? characterIn(ranges) : undefined;
}

const inFolder = repeated(characterIn([['/', '/']], true), 0);
const foldersOfName = sequence(repeated(anyCharacter, 1), oneCharacter('/'));
