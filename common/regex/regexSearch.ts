/**
 * Runs compiled regular expressions. All threads run in parallel, so the time is limited by pattern length × text length. Finds the same match as
 * Go's regexp package: the leftmost one, and among these the one with the highest priority.
 */
import { UnknownResultError } from '../unknownResultError';
import { setHas } from './regexCharacters';
import type { Instruction, RegexProgram } from './regexProgram';
import type { Assertion } from './regexSyntax';

/** Start and end of the match, then of each group, as UTF-16 offsets; -1 for groups without a match. */
export type RegexMatch = readonly number[];

interface Thread {
  readonly at: number;
  readonly slots: readonly number[];
}

/** Maximum number of steps of the searches in one call, counted as program size × characters. */
const MAX_STEPS = 150_000;

/** Limits the work of all searches in one call. */
export class RegexBudget {
  private used = 0;

  /** Number of steps so far. */
  get spent(): number {
    return this.used;
  }

  /** Throws UnknownResultError if the limit is exceeded. */
  spend(steps: number): void {
    this.used += steps;
    if (this.used > MAX_STEPS) throw new UnknownResultError('the text is too long for this regular expression');
  }
}

/** The first match at or after offset `from`. Throws UnknownResultError if the search takes too long. */
export function searchRegex(
  program: RegexProgram,
  text: string,
  from: number,
  budget: Pick<RegexBudget, 'spend'>,
): RegexMatch | undefined {
  const { instructions } = program;
  const noSlots: readonly number[] = new Array<number>((program.groups.length + 1) * 2).fill(-1);
  let threads: Thread[] = [];
  let found: RegexMatch | undefined;
  for (let position = from; ;) {
    budget.spend(instructions.length);
    const code = text.codePointAt(position);
    const expanded = new Expansion(instructions, text, position);
    for (const thread of threads) expanded.follow(thread.at, thread.slots);
    if (!found) expanded.follow(program.start, noSlots);
    threads = [];
    for (const { at, slots } of expanded.threads) {
      const instruction = instructions[at]!;
      if (instruction.op === 'match') {
        found = slots;
        // The remaining threads have a lower priority than this match.
        break;
      }
      if (instruction.op === 'set' && code !== undefined && setHas(instruction.set, code)) {
        threads.push({ at: instruction.next, slots });
      }
    }
    if (code === undefined || (threads.length === 0 && found)) return found;
    position += code > 0xffff ? 2 : 1;
  }
}

/** Follows the instructions that consume no characters, in order of priority, each once per position. */
class Expansion {
  readonly threads: Thread[] = [];
  private readonly seen: Uint8Array;

  constructor(
    private readonly instructions: readonly Instruction[],
    private readonly text: string,
    private readonly position: number,
  ) {
    this.seen = new Uint8Array(instructions.length);
  }

  follow(start: number, startSlots: readonly number[]): void {
    const pending: Thread[] = [{ at: start, slots: startSlots }];
    for (let thread = pending.pop(); thread; thread = pending.pop()) {
      const { at, slots } = thread;
      if (this.seen[at]) continue;
      this.seen[at] = 1;
      const instruction = this.instructions[at]!;
      switch (instruction.op) {
        case 'split':
          pending.push({ at: instruction.other, slots }, { at: instruction.next, slots });
          break;
        case 'save':
          pending.push({ at: instruction.next, slots: slots.with(instruction.slot, this.position) });
          break;
        case 'assert':
          if (holds(instruction.assertion, this.text, this.position)) pending.push({ at: instruction.next, slots });
          break;
        default:
          this.threads.push(thread);
      }
    }
  }
}

function holds(assertion: Assertion, text: string, position: number): boolean {
  switch (assertion) {
    case 'textStart':
      return position === 0;
    case 'textEnd':
      return position === text.length;
    case 'lineStart':
      return position === 0 || text[position - 1] === '\n';
    case 'lineEnd':
      return position === text.length || text[position] === '\n';
    case 'wordEdge':
      return isWord(text[position - 1]) !== isWord(text[position]);
    case 'notWordEdge':
      return isWord(text[position - 1]) === isWord(text[position]);
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[0-9A-Za-z_]/.test(character);
}

/** All matches that do not overlap. Like in Go, there is no empty match directly after another match. */
export function searchRegexAll(program: RegexProgram, text: string, budget: RegexBudget): RegexMatch[] {
  const matches: RegexMatch[] = [];
  let previousEnd = -1;
  for (let position = 0; position <= text.length;) {
    const match = searchRegex(program, text, position, budget);
    if (!match) break;
    const [start, end] = match as [number, number];
    const accepted = end !== position || start !== previousEnd;
    position = end === position ? position + characterLength(text, position) : end;
    previousEnd = end;
    if (accepted) matches.push(match);
  }
  return matches;
}

/** UTF-16 length of the character at an offset; 1 at the end of the text. */
export function characterLength(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}
