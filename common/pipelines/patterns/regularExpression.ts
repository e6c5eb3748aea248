/**
 * Parses regular expressions of pipelines (GitLab's `=~` and `only`, Ruby's syntax by RE2) as patterns. Supported are characters, classes,
 * groups, repetitions and anchors; with other syntax the result of the expression is unknown.
 */
import { ownProperty } from '../../ownProperty';
import { literal, oneCharacter, patternPrefix, repeated, type Pattern } from './pattern';

export interface RegularExpression {
  /** The pattern to search for in a name. */
  readonly pattern: Pattern;
  /** The common prefix of all matching names; '' if it is not anchored. */
  readonly prefix: string;
}

/** Maximum number of levels of groups. */
const MAX_DEPTH = 20;

/**
 * @param source between the slashes
 * @param flags of GitLab's `ismU`; only `i` has an effect here
 */
export function regularExpression(source: string, flags = ''): RegularExpression | undefined {
  const parser = new Parser(source, flags.includes('i'));
  const pattern = parser.parse();
  if (!pattern) return undefined;
  const first = pattern.kind === 'sequence' ? pattern.parts[0] : undefined;
  const isAnchored = first?.kind === 'start' && !flags.includes('m');
  return { pattern, prefix: isAnchored ? patternPrefix(pattern) : '' };
}

/** Parses a text such as `/^apps-deploy-/i`; undefined for other texts. */
export function delimitedExpression(text: string): RegularExpression | undefined {
  const [, source, flags] = /^\/((?:[^/\\]|\\.)+)\/([ismU]*)$/.exec(text) ?? [];
  return source === undefined ? undefined : regularExpression(source, flags);
}

const SHORTHANDS: Readonly<Record<string, (character: string) => boolean>> = {
  d: character => /[0-9]/.test(character),
  D: character => !/[0-9]/.test(character),
  w: character => /[0-9A-Za-z_]/.test(character),
  W: character => !/[0-9A-Za-z_]/.test(character),
  s: character => /\s/.test(character),
  S: character => !/\s/.test(character),
};
const EXAMPLES: Readonly<Record<string, string>> = { d: '1', D: 'x', w: 'x', W: '-', s: ' ', S: 'x' };

class Parser {
  private at = 0;
  private depth = 0;
  private isUnderstood = true;

  constructor(
    private readonly source: string,
    private readonly ignoreCase: boolean,
  ) {}

  parse(): Pattern | undefined {
    const pattern = this.alternatives();
    return this.isUnderstood && this.at === this.source.length ? pattern : undefined;
  }

  private alternatives(): Pattern {
    if (++this.depth > MAX_DEPTH) this.isUnderstood = false;
    const options = [this.sequence()];
    while (this.isUnderstood && this.source[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    this.depth--;
    return options.length === 1 && options[0] ? options[0] : { kind: 'alternatives', options };
  }

  private sequence(): Pattern {
    const parts: Pattern[] = [];
    for (;;) {
      const character = this.source[this.at];
      if (!this.isUnderstood || character === undefined || character === '|' || character === ')') break;
      parts.push(this.repetition(this.atom(character)));
    }
    return { kind: 'sequence', parts };
  }

  private atom(character: string): Pattern {
    this.at++;
    switch (character) {
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '.':
        return { kind: 'characters', accepts: other => other !== '\n', example: 'x' };
      case '[':
        return this.characterClass();
      case '(':
        return this.group();
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        return this.fail();
      default:
        return oneCharacter(character, this.ignoreCase);
    }
  }

  private group(): Pattern {
    if (this.source.startsWith('?:', this.at)) this.at += 2;
    else if (/^\?P?<[A-Za-z]\w*>/.test(this.source.slice(this.at, this.at + 50)))
      this.at = this.source.indexOf('>', this.at) + 1;
    else if (this.source[this.at] === '?') return this.fail();
    const inner = this.alternatives();
    if (this.source[this.at] !== ')') return this.fail();
    this.at++;
    return inner;
  }

  private escape(): Pattern {
    const character = this.source[this.at++];
    if (character === undefined) return this.fail();
    if (character === 'A') return { kind: 'start' };
    if (character === 'z' || character === 'Z') return { kind: 'end' };
    const accepts = ownProperty(SHORTHANDS, character);
    if (accepts) return { kind: 'characters', accepts, example: ownProperty(EXAMPLES, character) ?? 'x' };
    // Other escaped letters and digits have a special meaning: \b, \p, \1.
    return /[A-Za-z0-9]/.test(character) ? this.fail() : oneCharacter(character, this.ignoreCase);
  }

  private characterClass(): Pattern {
    const isNegative = this.source[this.at] === '^';
    if (isNegative) this.at++;
    const accepted: ((character: string) => boolean)[] = [];
    let example = '';
    for (let isFirst = true; ; isFirst = false) {
      const character = this.source[this.at++];
      if (character === undefined || character === '[') return this.fail();
      if (character === ']' && !isFirst) break;
      let from = character;
      if (character === '\\') {
        const escaped = this.source[this.at++] ?? '';
        const shorthand = ownProperty(SHORTHANDS, escaped);
        if (shorthand) {
          accepted.push(shorthand);
          example ||= ownProperty(EXAMPLES, escaped) ?? '';
          continue;
        }
        if (/[A-Za-z0-9]/.test(escaped) || escaped === '') return this.fail();
        from = escaped;
      }
      const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
      const to = isRange ? (this.source[this.at + 1] ?? '') : from;
      if (isRange) this.at += 2;
      if (to === '\\' || to < from) return this.fail();
      accepted.push(other => other >= from && other <= to);
      example ||= from;
    }
    const isIn = (character: string): boolean => accepted.some(accepts => accepts(character));
    const isInAnyCase = (character: string): boolean =>
      isIn(character) || (this.ignoreCase && (isIn(character.toLowerCase()) || isIn(character.toUpperCase())));
    const accepts = (character: string): boolean => isInAnyCase(character) !== isNegative;
    return { kind: 'characters', accepts, example: isNegative ? ([...'x1-'].find(accepts) ?? 'x') : example };
  }

  private repetition(part: Pattern): Pattern {
    const counts = /^(?:([*+?])|\{(\d{1,4})(?:(,)(\d{0,4}))?\})/.exec(this.source.slice(this.at, this.at + 12));
    if (!counts) return part;
    this.at += counts[0].length;
    // Lazy repetitions match the same names.
    if (this.source[this.at] === '?') this.at++;
    if (/^[*+{]/.test(this.source.slice(this.at, this.at + 1))) return this.fail();
    const [, sign, least = '0', comma, most] = counts;
    if (sign !== undefined) return repeated(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity);
    const least_ = Number(least);
    return repeated(
      part,
      least_,
      comma === undefined ? least_ : most === '' || most === undefined ? Infinity : Number(most),
    );
  }

  private fail(): Pattern {
    this.isUnderstood = false;
    return literal('');
  }
}
