/** Formats values for `format` and `formatlist`. Source of the rules and messages: go-cty's format function. */
import { utf8Length } from '../../../../common/bytes';
import { convert, ConversionError } from '../../conversion/convert';
import { quoteAsGo } from '../../goQuoted';
import { JsonError, toJson } from '../../values/json';
import { BOOL, NUMBER, STRING } from '../../types/type';
import { string } from '../../values/value';
import { formatFloat, formatInteger, formatShortest, type VerbOptions } from '../number/formatNumber';
import { FunctionError } from '../function';
import { graphemeCount, graphemes } from './graphemes';
import { checkTextLength } from '../limits';
import { stringArgument, numberArgument } from '../arguments/scalarArgument';
import type { Type, Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';

/** Go's formatter rejects larger widths. */
const MAX_WIDTH = 1_000_000;

interface Verb extends VerbOptions {
  readonly raw: string;
  /** In UTF-8 bytes. */
  readonly offset: number;
  readonly letter: string;
  /** One-based index of the argument. */
  readonly argument: number;
}

/** Replaces the verbs in a format string with values. All values must be used. Throws {@link FunctionError}. */
export function formatWithVerbs(format: string, args: readonly Value[]): string {
  let result = '';
  let next = 1;
  let highest = 0;
  for (let position = 0; position < format.length;) {
    const percent = format.indexOf('%', position);
    const end = percent < 0 ? format.length : percent;
    result += format.slice(position, end);
    position = end;
    if (percent < 0) break;
    if (format[position + 1] === '%') {
      result += '%';
      position += 2;
      continue;
    }
    const verb = readVerb(format, position, next);
    position += verb.raw.length;
    highest = Math.max(highest, verb.argument);
    result += formatVerb(verb, args);
    checkTextLength(result.length);
    next = verb.argument + 1;
  }
  if (highest >= args.length) return result;
  const used = highest === 0 ? 'no verbs in format string' : `only ${highest} used by format string`;
  throw new FunctionError(`too many arguments; ${used}`, highest + 1);
}

const VERB = /^%([0#+ -]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([A-Za-z])/;
/** The valid beginning of an invalid verb. */
const PARTIAL_VERB = /^%[0#+ -]*(?:[1-9]\d*)?(?:\.\d*)?(?:\[(?:[1-9]\d*\]?)?)?/;

function readVerb(format: string, start: number, next: number): Verb {
  const rest = format.slice(start);
  const match = VERB.exec(rest);
  if (!match) throw verbError(format, start, rest);
  const [raw, flags = '', width, precision, argument, letter = ''] = match;
  return {
    raw,
    offset: utf8Length(format.slice(0, start)),
    letter,
    argument: argument === undefined ? next : Number(argument),
    plus: flags.includes('+'),
    minus: flags.includes('-'),
    space: flags.includes(' '),
    sharp: flags.includes('#'),
    zero: flags.includes('0'),
    width: width === undefined ? undefined : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
  };
}

function verbError(format: string, start: number, rest: string): FunctionError {
  const length = PARTIAL_VERB.exec(rest)![0].length;
  const offset = utf8Length(format.slice(0, start + length));
  const code = rest.codePointAt(length);
  if (code === undefined) return new FunctionError(`invalid format string starting at offset ${offset}`);
  return new FunctionError(
    `unrecognized format character ${quotedCharacter(String.fromCodePoint(code))} at offset ${offset}`,
  );
}

function quotedCharacter(character: string): string {
  if (character === "'") return "'\\''";
  return character === '"' ? `'"'` : `'${quoteAsGo(character).slice(1, -1)}'`;
}

function formatVerb(verb: Verb, args: readonly Value[]): string {
  const { raw, offset, letter, argument } = verb;
  const value = args[argument - 1];
  if (!value) {
    throw new FunctionError(
      `not enough arguments for ${quoteAsGo(raw)} at ${offset}: need index ${argument} but have ${args.length} total`,
    );
  }
  if (letter !== 'v' && value.kind === 'null') throw unsupported(verb, 'null value cannot be formatted');
  switch (letter) {
    case 'v':
      return padded(verb, plainText(verb, value));
    case 't':
      return stringArgument(convert(convertFor(verb, value, BOOL), STRING));
    case 's':
    case 'q':
      return formatString(verb, stringArgument(convertFor(verb, value, STRING)));
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return formatNumber(verb, convertFor(verb, value, NUMBER));
    default:
      throw new FunctionError(
        `unsupported format verb ${quotedCharacter(letter)} in ${quoteAsGo(raw)} at offset ${offset}`,
      );
  }
}

function unsupported({ raw, offset }: Verb, reason: string): FunctionError {
  return new FunctionError(`unsupported value for ${quoteAsGo(raw)} at ${offset}: ${reason}`);
}

function convertFor(verb: Verb, value: Value, type: Type): Value {
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw unsupported(verb, error.message);
    throw error;
  }
}

function plainText(verb: Verb, value: Value): string {
  const { sharp } = verb;
  if (!sharp && value.kind === 'string') return value.value;
  if (!sharp && value.kind === 'number') return formatShortest(value.value);
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof JsonError) throw unsupported(verb, error.message);
    throw error;
  }
}

function formatString(verb: Verb, text: string): string {
  const { precision, letter } = verb;
  const cut = precision ? graphemes(text).slice(0, precision).join('') : text;
  return padded(verb, letter === 'q' ? toJson(string(cut)) : cut);
}

function padded({ width, zero, minus }: Verb, text: string): string {
  const missing = width === undefined ? 0 : width - graphemeCount(text);
  if (missing <= 0) return text;
  checkTextLength(missing);
  const padding = (zero ? '0' : ' ').repeat(missing);
  return minus ? text + padding : padding + text;
}

function formatNumber(verb: Verb, value: Value): string {
  const num = numberArgument(value);
  if ((verb.width ?? 0) > MAX_WIDTH || (verb.precision ?? 0) > MAX_WIDTH)
    throw new UnknownResultError('a number that wide');
  if (/[eEfgG]/.test(verb.letter)) return formatFloat(num, verb.letter, verb);
  const whole = num.toBigInt();
  if (whole === undefined) throw unsupported(verb, 'an integer is required');
  return formatInteger(whole, verb.letter, verb);
}
