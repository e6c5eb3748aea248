/**
 * Patterns of names: branch and tag filters, shell globs and regular expressions, all matched by the engine in this folder. Its time is limited
 * and linear in the length of a name. Patterns from a repository never run as JavaScript regular expressions.
 */
import { memoize } from '../memoize';
import { UnknownResultError } from '../unknownResultError';
import { ANY_CHARACTER, PERL_CLASSES, setHas, singleCharacter, type CharacterSet } from './regexCharacters';
import { compileRegex, type RegexProgram } from './regexProgram';
import { searchRegex } from './regexSearch';
import type { RegexNode } from './regexSyntax';

export type Pattern = RegexNode;

/** Longer names are not matched. */
const MAX_NAME = 1_000;
/** Maximum number of steps for a name, as {@link searchRegex} counts them. A usual pattern and name need fewer than 5,000. */
const MAX_STEPS = 200_000;
/** Steps of a search in the time of one step of {@link Spend}. */
const SEARCH_STEPS = 100;

/** Counts steps of work; throws if there are too many. */
export type Spend = (steps: number) => void;

export const sequence = (...items: readonly Pattern[]): Pattern => ({ kind: 'sequence', items });

export const literal = (text: string): Pattern => sequence(...Array.from(text, oneCharacter));

export const oneCharacter = (character: string): Pattern => ({
  kind: 'set',
  set: singleCharacter(character.codePointAt(0)!, false),
});

/** One character of a class, in ranges from a first to a last character, or of its complement. */
export const characterIn = (ranges: readonly (readonly [from: string, to: string])[], negated = false): Pattern => ({
  kind: 'set',
  set: {
    classes: ranges.map(range => ({ ranges: range.map(each => each.codePointAt(0)!), negated: false })),
    negated,
    fold: false,
  },
});

export const repeated = (item: Pattern, min: number, max = Infinity): Pattern => ({
  kind: 'repeat',
  item,
  min,
  max,
  greedy: true,
});

export const anyCharacter: Pattern = { kind: 'set', set: ANY_CHARACTER };
export const anyText: Pattern = repeated(anyCharacter, 0);

/**
 * Whether a pattern matches a whole name.
 *
 * @param spend counts the work
 * @returns undefined if the pattern or the name is too large
 */
export const matches = (pattern: Pattern, name: string, spend?: Spend): boolean | undefined =>
  isFound(wholeProgram(pattern), name, spend);

/** Whether a pattern matches a part of a name, as when searching with a regular expression. */
export const isFoundIn = (pattern: Pattern, name: string, spend?: Spend): boolean | undefined =>
  isFound(partProgram(pattern), name, spend);

const partProgram = memoize((root: Pattern): RegexProgram | undefined =>
  withinLimits(() => compileRegex({ root, groups: [] })),
);
const wholeProgram = memoize((pattern: Pattern) =>
  partProgram(sequence({ kind: 'assert', assertion: 'textStart' }, pattern, { kind: 'assert', assertion: 'textEnd' })),
);

function isFound(program: RegexProgram | undefined, name: string, spend?: Spend): boolean | undefined {
  if (!program || name.length > MAX_NAME) return undefined;
  let steps = 0;
  const budget = {
    spend: (count: number): void => {
      if ((steps += count) > MAX_STEPS) throw new UnknownResultError('the name is too long for this pattern');
    },
  };
  const found = withinLimits(() => searchRegex(program, name, 0, budget) !== undefined);
  spend?.(steps / SEARCH_STEPS);
  return found;
}

function withinLimits<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof UnknownResultError) return undefined;
    throw error;
  }
}

/** An example of a matching name: repetitions are as short as possible, but optional parts are included once. */
export function exampleOf(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'set':
      return exampleIn(pattern.set);
    case 'assert':
      return '';
    case 'sequence':
      return pattern.items.map(exampleOf).join('').slice(0, MAX_NAME);
    case 'choice':
      return pattern.items[0] ? exampleOf(pattern.items[0]) : '';
    case 'capture':
      return exampleOf(pattern.item);
    case 'repeat':
      return exampleOf(pattern.item)
        .repeat(Math.min(Math.max(pattern.min, Math.min(1, pattern.max)), MAX_NAME))
        .slice(0, MAX_NAME);
  }
}

/** The first character that the pattern names, or a usual one for `.`, `\d` and complements. */
function exampleIn(set: CharacterSet): string {
  const first = set.classes[0];
  const isNamed = first && !set.negated && !first.negated && !Object.values(PERL_CLASSES).includes(first.ranges);
  const usual = isNamed ? undefined : [...'x1- '].find(each => setHas(set, each.codePointAt(0)!));
  return usual ?? String.fromCodePoint(first?.ranges[0] ?? 0x78);
}

/** The common prefix of all matching names. */
export const patternPrefix = (pattern: Pattern): string => fixedPart(pattern, 'first').text;

/** The common suffix of all matching names. */
export const suffixOf = (pattern: Pattern): string => fixedPart(pattern, 'last').text;

/** @returns the fixed text on one side, and whether it is the whole pattern */
function fixedPart(pattern: Pattern, side: 'first' | 'last'): { text: string; isAll: boolean } {
  switch (pattern.kind) {
    case 'assert':
      return { text: '', isAll: true };
    case 'set': {
      const example = exampleIn(pattern.set);
      const isAll = isSingle(pattern.set, example);
      return { text: isAll ? example : '', isAll };
    }
    case 'sequence': {
      let text = '';
      for (const part of side === 'first' ? pattern.items : [...pattern.items].reverse()) {
        const own = fixedPart(part, side);
        text = side === 'first' ? text + own.text : own.text + text;
        if (!own.isAll) return { text, isAll: false };
      }
      return { text, isAll: true };
    }
    case 'capture':
      return fixedPart(pattern.item, side);
    case 'choice':
      return { text: '', isAll: false };
    case 'repeat':
      if (pattern.min === 1 && pattern.max === 1) return fixedPart(pattern.item, side);
      return { text: pattern.min > 0 ? fixedPart(pattern.item, side).text : '', isAll: false };
  }
}

/** Whether a set has one character that is allowed in names of refs, perhaps in both cases. */
const isSingle = (set: CharacterSet, example: string): boolean =>
  setHas(set, example.codePointAt(0)!) &&
  [...NAME_CHARACTERS].every(
    character => character.toLowerCase() === example.toLowerCase() || !setHas(set, character.codePointAt(0)!),
  );

const NAME_CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@+';
