/** Parses regular expressions in the syntax of Go's regexp package (RE2). Source of the rules and messages: Go's regexp/syntax. */
import { ANY_BUT_NEWLINE, ANY_CHARACTER, singleCharacter, type CharacterSet } from './regexCharacters';
import { parseBracket } from './regexBracket';
import { parseEscape } from './regexEscape';
import { RegexError } from './regexError';
import { parseNamedSet } from './regexNamedSet';

export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordEdge' | 'notWordEdge';
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly items: readonly RegexNode[] }
  /** `max` is Infinity without an upper limit. */
  | {
      readonly kind: 'repeat';
      readonly item: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    }
  /** Groups are numbered from 1. */
  | { readonly kind: 'capture'; readonly item: RegexNode; readonly group: number };

export interface ParsedRegex {
  readonly root: RegexNode;
  /** In order; empty strings for groups without a name. */
  readonly groups: readonly string[];
}

interface Flags {
  readonly fold: boolean;
  readonly multiline: boolean;
  readonly dotNewline: boolean;
  readonly ungreedy: boolean;
}

interface Frame {
  readonly alternatives: RegexNode[];
  current: RegexNode[];
  /** The flags to restore at the end of the group. */
  readonly flags: Flags;
  readonly group?: number;
}

const MAX_REPEAT = 1000;
const MAX_DEPTH = 1000;

/** Parses a pattern. Throws {@link RegexError}. */
export function parseRegex(pattern: string): ParsedRegex {
  return new RegexParser(pattern).parse();
}

class RegexParser {
  private position = 0;
  private flags: Flags = { fold: false, multiline: false, dotNewline: false, ungreedy: false };
  private readonly frames: Frame[] = [];
  private readonly groups: string[] = [];
  /** Start of the repetition operator that was parsed last. */
  private repeatStart: number | undefined;

  constructor(private readonly pattern: string) {
    this.open();
  }

  parse(): ParsedRegex {
    while (this.position < this.pattern.length) {
      const lastRepeat = this.repeatStart;
      this.repeatStart = undefined;
      this.parseToken(lastRepeat);
    }
    if (this.frames.length > 1) throw new RegexError('missing closing )', this.pattern);
    return { root: this.close(this.frames[0]!), groups: this.groups };
  }

  private parseToken(lastRepeat: number | undefined): void {
    const { pattern, flags, position } = this;
    switch (pattern[position]) {
      case '(':
        return pattern[position + 1] === '?' ? this.parseFlags() : this.openGroup('', 1);
      case '|':
        return this.nextAlternative();
      case ')':
        return this.closeGroup();
      case '^':
        return this.assert(flags.multiline ? 'lineStart' : 'textStart', 1);
      case '$':
        return this.assert(flags.multiline ? 'lineEnd' : 'textEnd', 1);
      case '.':
        return this.add({ kind: 'set', set: flags.dotNewline ? ANY_CHARACTER : ANY_BUT_NEWLINE }, 1);
      case '[': {
        const { set, end } = parseBracket(pattern, position, flags.fold);
        return this.add({ kind: 'set', set }, end - position);
      }
      case '*':
        return this.repeat(0, Infinity, 1, lastRepeat);
      case '+':
        return this.repeat(1, Infinity, 1, lastRepeat);
      case '?':
        return this.repeat(0, 1, 1, lastRepeat);
      case '{':
        return this.parseCount(lastRepeat);
      case '\\':
        return this.parseBackslash();
      default:
        return this.literal(pattern.codePointAt(position)!);
    }
  }

  private parseBackslash(): void {
    const { pattern, position, flags } = this;
    const letter = pattern[position + 1] ?? '';
    switch (letter) {
      case 'A':
        return this.assert('textStart', 2);
      case 'z':
        return this.assert('textEnd', 2);
      case 'b':
        return this.assert('wordEdge', 2);
      case 'B':
        return this.assert('notWordEdge', 2);
      case 'C':
        throw new RegexError('invalid escape sequence', '\\C');
      case 'Q':
        return this.parseQuoted();
    }
    const named = parseNamedSet(pattern, position);
    if (named)
      return this.add(
        { kind: 'set', set: { classes: [named.member], negated: false, fold: flags.fold } },
        named.length,
      );
    const { code, end } = parseEscape(pattern, position);
    this.add({ kind: 'set', set: singleCharacter(code, flags.fold) }, end - position);
  }

  /** `\Q…\E`: literal text. */
  private parseQuoted(): void {
    const start = this.position + 2;
    const found = this.pattern.indexOf('\\E', start);
    const end = found < 0 ? this.pattern.length : found;
    this.position = start;
    while (this.position < end) this.literal(this.pattern.codePointAt(this.position)!);
    this.position = found < 0 ? end : end + 2;
  }

  private parseCount(lastRepeat: number | undefined): void {
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.pattern.slice(this.position));
    const [text, low, comma, high] = match ?? [];
    if (!text || !low || hasLeadingZero(low) || (high && hasLeadingZero(high))) return this.literal(0x7b);
    const min = Number(low);
    const max = !comma ? min : high ? Number(high) : Infinity;
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT) || min > max) {
      throw new RegexError('invalid repeat count', text);
    }
    this.repeat(min, max, text.length, lastRepeat);
  }

  private repeat(min: number, max: number, length: number, lastRepeat: number | undefined): void {
    const start = this.position;
    let end = start + length;
    let greedy = !this.flags.ungreedy;
    if (this.pattern[end] === '?') {
      end += 1;
      greedy = !greedy;
    }
    if (lastRepeat !== undefined) {
      throw new RegexError('invalid nested repetition operator', this.pattern.slice(lastRepeat, end));
    }
    const item = this.frame.current.pop();
    if (!item) throw new RegexError('missing argument to repetition operator', this.pattern.slice(start, end));
    const node: RegexNode = { kind: 'repeat', item, min, max, greedy };
    if (repeatedCopies(node) > MAX_REPEAT) throw new RegexError('invalid repeat count', this.pattern.slice(start, end));
    this.frame.current.push(node);
    this.position = end;
    this.repeatStart = start;
  }

  /** `(?P<name>`, `(?<name>`, `(?flags)` and `(?flags:`. */
  private parseFlags(): void {
    const rest = this.pattern.slice(this.position);
    const named = /^\(\?P?</.exec(rest);
    if (named && rest.length > named[0].length) {
      const end = rest.indexOf('>');
      const name = rest.slice(named[0].length, end);
      if (end < 0) throw new RegexError('invalid named capture', rest);
      if (!/^[A-Za-z0-9_]+$/.test(name)) throw new RegexError('invalid named capture', rest.slice(0, end + 1));
      return this.openGroup(name, end + 1);
    }
    const read = readFlags(rest, this.flags);
    this.position += read.length;
    if (read.opens) this.open();
    this.flags = read.flags;
  }

  private openGroup(name: string, length: number): void {
    this.groups.push(name);
    this.open(this.groups.length);
    this.position += length;
  }

  private open(group?: number): void {
    if (this.frames.length > MAX_DEPTH) throw new RegexError('expression nests too deeply', this.pattern);
    this.frames.push({ alternatives: [], current: [], flags: this.flags, ...(group === undefined ? {} : { group }) });
  }

  private closeGroup(): void {
    if (this.frames.length < 2) throw new RegexError('unexpected )', this.pattern);
    const frame = this.frames.pop()!;
    const item = this.close(frame);
    this.flags = frame.flags;
    this.add(frame.group === undefined ? item : { kind: 'capture', item, group: frame.group }, 1);
  }

  private close(frame: Frame): RegexNode {
    const last: RegexNode = { kind: 'sequence', items: frame.current };
    return frame.alternatives.length === 0 ? last : { kind: 'choice', items: [...frame.alternatives, last] };
  }

  private nextAlternative(): void {
    this.frame.alternatives.push({ kind: 'sequence', items: this.frame.current });
    this.frame.current = [];
    this.position += 1;
  }

  private literal(code: number): void {
    this.add({ kind: 'set', set: singleCharacter(code, this.flags.fold) }, code > 0xffff ? 2 : 1);
  }

  private assert(assertion: Assertion, length: number): void {
    this.add({ kind: 'assert', assertion }, length);
  }

  private add(node: RegexNode, length: number): void {
    this.frame.current.push(node);
    this.position += length;
  }

  private get frame(): Frame {
    return this.frames[this.frames.length - 1]!;
  }
}

const hasLeadingZero = (digits: string): boolean => digits.length > 1 && digits.startsWith('0');

/** The maximum number of copies of an item after expanding nested counted repetitions. */
function repeatedCopies(node: RegexNode): number {
  switch (node.kind) {
    case 'repeat': {
      const counted = node.max === Infinity ? node.min : node.max;
      return Math.max(1, counted) * repeatedCopies(node.item);
    }
    case 'capture':
      return repeatedCopies(node.item);
    case 'sequence':
    case 'choice':
      return Math.max(1, ...node.items.map(repeatedCopies));
    default:
      return 1;
  }
}

/** Parses `(?flags)` or `(?flags:` at the beginning of a text. */
function readFlags(text: string, before: Flags): { flags: Flags; opens: boolean; length: number } {
  const flags = { ...before };
  let value = true;
  let sawFlag = false;
  for (let i = 2; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === 'i') flags.fold = value;
    else if (letter === 'm') flags.multiline = value;
    else if (letter === 's') flags.dotNewline = value;
    else if (letter === 'U') flags.ungreedy = value;
    else if (letter === '-' && value) value = false;
    else if ((letter === ':' || letter === ')') && (value || sawFlag))
      return { flags, opens: letter === ':', length: i + 1 };
    else
      throw new RegexError(
        'invalid or unsupported Perl syntax',
        text.slice(0, i + String.fromCodePoint(text.codePointAt(i)!).length),
      );
    sawFlag = letter !== '-';
  }
  throw new RegexError('invalid or unsupported Perl syntax', text);
}
