/** Compiles parsed regular expressions to instructions for {@link searchRegex}. Alternatives have the same priorities as in Go (and Perl). */
import { UnknownResultError } from '../unknownResultError';
import type { CharacterSet } from './regexCharacters';
import type { Assertion, ParsedRegex, RegexNode } from './regexSyntax';

/** `next` and `other` are indexes of instructions. `split` tries `next` first. */
export type Instruction =
  | { readonly op: 'match' }
  | { readonly op: 'set'; readonly set: CharacterSet; next: number }
  | { readonly op: 'assert'; readonly assertion: Assertion; next: number }
  | { readonly op: 'save'; readonly slot: number; next: number }
  | { readonly op: 'split'; next: number; other: number };

export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly start: number;
  /** In order; empty strings for groups without a name. */
  readonly groups: readonly string[];
}

/** Maximum number of instructions. */
const MAX_INSTRUCTIONS = 20_000;

/**
 * Compiles a pattern. Throws UnknownResultError if it is too large.
 * @param parsed the program finds what `groups` lists: without groups only the whole match
 */
export function compileRegex(parsed: ParsedRegex): RegexProgram {
  const instructions: Instruction[] = [];
  const emit = (instruction: Instruction): number => {
    if (instruction.op === 'save' && instruction.slot >= (parsed.groups.length + 1) * 2) return instruction.next;
    if (instructions.length >= MAX_INSTRUCTIONS) throw new UnknownResultError('the regular expression is too large');
    return instructions.push(instruction) - 1;
  };
  const match = emit({ op: 'match' });
  const end = emit({ op: 'save', slot: 1, next: match });
  const body = compile(parsed.root, end, emit, instructions);
  const start = emit({ op: 'save', slot: 0, next: body });
  return { instructions, start, groups: parsed.groups };
}

type Emit = (instruction: Instruction) => number;

/**
 * Emits a node that continues at `next`. Compiles from the end of the pattern to its beginning.
 * @returns the index of the node's first instruction
 */
function compile(node: RegexNode, next: number, emit: Emit, program: Instruction[]): number {
  switch (node.kind) {
    case 'set':
      return emit({ op: 'set', set: node.set, next });
    case 'assert':
      return emit({ op: 'assert', assertion: node.assertion, next });
    case 'sequence':
      return node.items.reduceRight((after, item) => compile(item, after, emit, program), next);
    case 'choice': {
      const starts = node.items.map(item => compile(item, next, emit, program));
      return starts.reduceRight((other, start) => emit({ op: 'split', next: start, other }));
    }
    case 'capture': {
      const end = emit({ op: 'save', slot: node.group * 2 + 1, next });
      return emit({ op: 'save', slot: node.group * 2, next: compile(node.item, end, emit, program) });
    }
    case 'repeat':
      return compileRepeat(node, next, emit, program);
  }
}

function compileRepeat(node: RegexNode & { kind: 'repeat' }, next: number, emit: Emit, program: Instruction[]): number {
  const { item, min, max, greedy } = node;
  const split = (taken: number, skipped: number): number =>
    emit(greedy ? { op: 'split', next: taken, other: skipped } : { op: 'split', next: skipped, other: taken });
  const optional = (start: number): number => split(start, next);
  let start = next;
  let copies = min;
  if (max === Infinity) {
    if (min === 0 && !matchesEmpty(item)) return loop(item, greedy, next, emit, program).split;
    start = loop(item, greedy, next, emit, program).body;
    // (x+)? instead of x* if x can match nothing, which results in the same priorities as in Go.
    if (min === 0) start = optional(start);
    else copies -= 1;
  } else {
    for (let i = min; i < max; i++) start = optional(compile(item, start, emit, program));
  }
  for (let i = 0; i < copies; i++) start = compile(item, start, emit, program);
  return start;
}

/** One or more repetitions. `body` is the start of the item, `split` decides whether to repeat it. */
function loop(
  item: RegexNode,
  greedy: boolean,
  next: number,
  emit: Emit,
  program: Instruction[],
): { body: number; split: number } {
  const split = emit({ op: 'split', next, other: next });
  const body = compile(item, split, emit, program);
  program[split] = greedy ? { op: 'split', next: body, other: next } : { op: 'split', next, other: body };
  return { body, split };
}

function matchesEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'assert':
      return true;
    case 'sequence':
      return node.items.every(matchesEmpty);
    case 'choice':
      return node.items.some(matchesEmpty);
    case 'capture':
      return matchesEmpty(node.item);
    case 'repeat':
      return node.min === 0 || matchesEmpty(node.item);
  }
}
