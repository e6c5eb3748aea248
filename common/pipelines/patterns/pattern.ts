/**
 * Patterns of names. Branch and tag filters, regular expressions and shell globs are compiled to a state machine, and matched in time
 * linear in the length of the name. Patterns from a repository never run as JavaScript regular expressions.
 */
import type { Truth } from '../values/truth';

export type Pattern =
  | { readonly kind: 'characters'; readonly accepts: (character: string) => boolean; readonly example: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'alternatives'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** Maximum number of states of the machine; a larger pattern is not matched. */
const MAX_STATES = 2_000;
/** Longer names are not matched. */
const MAX_NAME = 1_000;
/** Maximum number of states that are visited for a name. A usual pattern and name need fewer than 1,000. */
const MAX_VISITS = 20_000;
/** States that are visited in the time of one step of {@link Spend}. */
const VISITS_PER_STEP = 30;

/** Counts steps of work; throws if there are too many. */
export type Spend = (steps: number) => void;

export const literal = (text: string, ignoreCase = false): Pattern => ({
  kind: 'sequence',
  parts: [...text].map(character => oneCharacter(character, ignoreCase)),
});

export function oneCharacter(character: string, ignoreCase = false): Pattern {
  const folded = character.toLowerCase();
  return {
    kind: 'characters',
    accepts: ignoreCase ? other => other.toLowerCase() === folded : other => other === character,
    example: character,
  };
}

export const repeated = (part: Pattern, least: number, most = Infinity): Pattern => ({
  kind: 'repeat',
  part,
  least,
  most,
});

interface State {
  /** Consumes one character. */
  accepts?: (character: string) => boolean;
  /** Consumes nothing; an anchor passes only at the start or the end of the name. */
  next: number[];
  only?: 'start' | 'end';
}

/**
 * Whether a pattern matches a whole name.
 *
 * @param spend counts the work
 * @returns undefined if the pattern or the name is too large
 */
export function matches(pattern: Pattern, name: string, spend?: Spend): Truth {
  return matchesAnchored(pattern, name, spend);
}

/** Whether a pattern matches a part of a name, as when searching with a regular expression. */
export function isFoundIn(pattern: Pattern, name: string, spend?: Spend): Truth {
  const anything = repeated({ kind: 'characters', accepts: () => true, example: 'x' }, 0);
  return matchesAnchored({ kind: 'sequence', parts: [anything, pattern, anything] }, name, spend);
}

function matchesAnchored(pattern: Pattern, name: string, spend?: Spend): Truth {
  const characters = [...name];
  if (characters.length > MAX_NAME) return undefined;
  const states: State[] = [];
  const last = addStates(pattern, states, addState(states, {}));
  spend?.(states.length / VISITS_PER_STEP);
  if (last === undefined) return undefined;
  let current = closure(states, [0], 0, characters.length);
  let visits = current.size;
  for (const [index, character] of characters.entries()) {
    if (visits > MAX_VISITS) break;
    const following: number[] = [];
    for (const at of current) if (states[at]?.accepts?.(character)) following.push(...states[at].next);
    current = closure(states, following, index + 1, characters.length);
    visits += current.size;
  }
  spend?.(visits / VISITS_PER_STEP);
  return visits > MAX_VISITS ? undefined : current.has(last);
}

/** The states that are reachable without consuming a character. */
function closure(states: readonly State[], from: readonly number[], index: number, length: number): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    const { accepts, only, next } = states[at] ?? { next: [] };
    if ((only === 'start' && index > 0) || (only === 'end' && index < length)) continue;
    reached.add(at);
    if (!accepts) open.push(...next);
  }
  return reached;
}

function addState(states: State[], state: Omit<State, 'next'>): number {
  states.push({ ...state, next: [] });
  return states.length - 1;
}

/** Adds the states of a pattern after a state. @returns the final state; undefined if there are too many */
function addStates(pattern: Pattern, states: State[], from: number): number | undefined {
  if (states.length > MAX_STATES) return undefined;
  const join = (one: number, other: number): void => void states[one]?.next.push(other);
  switch (pattern.kind) {
    case 'characters':
    case 'start':
    case 'end': {
      const at = addState(
        states,
        pattern.kind === 'characters' ? { accepts: pattern.accepts } : { only: pattern.kind },
      );
      const after = addState(states, {});
      join(from, at);
      join(at, after);
      return after;
    }
    case 'sequence': {
      let at: number | undefined = from;
      for (const part of pattern.parts) if (at !== undefined) at = addStates(part, states, at);
      return at;
    }
    case 'alternatives': {
      const ends = pattern.options.map(option => {
        const start = addState(states, {});
        join(from, start);
        return addStates(option, states, start);
      });
      const after = addState(states, {});
      for (const end of ends) {
        if (end === undefined) return undefined;
        join(end, after);
      }
      return after;
    }
    case 'repeat': {
      let at: number | undefined = from;
      for (let count = 0; count < pattern.least && at !== undefined; count++) at = addStates(pattern.part, states, at);
      if (at === undefined) return undefined;
      if (pattern.most === Infinity) return addLoop(pattern.part, states, at);
      const after = addState(states, {});
      join(at, after);
      for (let count = pattern.least; count < pattern.most; count++) {
        at = addStates(pattern.part, states, at);
        if (at === undefined) return undefined;
        join(at, after);
      }
      return after;
    }
  }
}

function addLoop(part: Pattern, states: State[], from: number): number | undefined {
  const start = addState(states, {});
  states[from]?.next.push(start);
  const end = addStates(part, states, start);
  if (end === undefined) return undefined;
  states[end]?.next.push(start);
  return start;
}

/** An example of a matching name: repetitions are as short as possible, but optional parts are included once. */
export function exampleOf(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'characters':
      return pattern.example;
    case 'start':
    case 'end':
      return '';
    case 'sequence':
      return pattern.parts.map(exampleOf).join('').slice(0, MAX_NAME);
    case 'alternatives':
      return pattern.options[0] ? exampleOf(pattern.options[0]) : '';
    case 'repeat':
      return exampleOf(pattern.part)
        .repeat(Math.min(Math.max(pattern.least, Math.min(1, pattern.most)), MAX_NAME))
        .slice(0, MAX_NAME);
  }
}

/** The common prefix of all matching names. */
export function patternPrefix(pattern: Pattern): string {
  return fixedPart(pattern, 'first').text;
}

/** The common suffix of all matching names. */
export function suffixOf(pattern: Pattern): string {
  return fixedPart(pattern, 'last').text;
}

/** @returns the fixed text on one side, and whether it is the whole pattern */
function fixedPart(pattern: Pattern, side: 'first' | 'last'): { text: string; isAll: boolean } {
  switch (pattern.kind) {
    case 'start':
    case 'end':
      return { text: '', isAll: true };
    case 'characters': {
      const isAll = isSingle(pattern.accepts, pattern.example);
      return { text: isAll ? pattern.example : '', isAll };
    }
    case 'sequence': {
      let text = '';
      for (const part of side === 'first' ? pattern.parts : [...pattern.parts].reverse()) {
        const own = fixedPart(part, side);
        text = side === 'first' ? text + own.text : own.text + text;
        if (!own.isAll) return { text, isAll: false };
      }
      return { text, isAll: true };
    }
    case 'alternatives':
      return pattern.options.length === 1 && pattern.options[0]
        ? fixedPart(pattern.options[0], side)
        : { text: '', isAll: false };
    case 'repeat':
      if (pattern.least === 1 && pattern.most === 1) return fixedPart(pattern.part, side);
      return { text: pattern.least > 0 ? fixedPart(pattern.part, side).text : '', isAll: false };
  }
}

/** Whether a character class matches a character that is allowed in names of refs, and only that one. */
const isSingle = (accepts: (character: string) => boolean, example: string): boolean =>
  accepts(example) &&
  [...NAME_CHARACTERS].every(character => character.toLowerCase() === example.toLowerCase() || !accepts(character));

const NAME_CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@+';
