/** Functions for strings. Source of the rules: go-cty's function library and Terraform's own functions. */
import { type Localizable, localizable } from '../../../../common/localization';
import { BOOL, NUMBER, STRING, listOf } from '../../types/type';
import { bool, list, string, unknown, whollyKnown } from '../../values/value';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError, type FunctionContext } from '../function';
import { graphemes } from './graphemes';
import { lowerCase, titleCase, upperCase } from '../../../../common/regex/letterCase';
import { checkTextLength, MAX_GRAPHEMES } from '../limits';
import { stringArgument, intArgument } from '../arguments/scalarArgument';
import type { Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';

const STRINGS = listOf(STRING);

/** Declares a function with one string parameter that returns a string. */
function textFunction(
  name: string,
  description: Localizable,
  change: (text: string, context: FunctionContext) => string,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('str', STRING)],
    returns: STRING,
    call: ([text], context) => string(change(stringArgument(text), context)),
  });
}

/** Declares a function with two string parameters that returns a string. */
function twoTextFunction(
  name: string,
  second: string,
  description: Localizable,
  change: (text: string, other: string) => string,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('str', STRING), parameter(second, STRING)],
    returns: STRING,
    call: ([text, other]) => string(change(stringArgument(text), stringArgument(other))),
  });
}

/** Declares a function with two string parameters that returns a bool. */
function textTest(
  name: string,
  second: string,
  description: Localizable,
  test: (text: string, other: string) => boolean,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('str', STRING), parameter(second, STRING)],
    returns: BOOL,
    call: ([text, other]) => bool(test(stringArgument(text), stringArgument(other))),
  });
}

function trim(text: string, cutset: string): string {
  const characters = Array.from(text);
  const cut = new Set(cutset);
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start]!)) start += 1;
  while (end > start && cut.has(characters[end - 1]!)) end -= 1;
  return characters.slice(start, end).join('');
}

/** The number of steps for each code unit of a text that is split into characters. */
const STEPS_PER_CODE_UNIT = 4;

/** The user-perceived characters. Throws UnknownResultError if the text is too long. */
function charactersOf(text: string, { spend }: FunctionContext): string[] {
  if (text.length > MAX_GRAPHEMES) throw new UnknownResultError(`the text has ${text.length} characters`);
  spend(text.length * STEPS_PER_CODE_UNIT);
  return graphemes(text);
}

const substr: FunctionDeclaration = {
  description: localizable(
    'Returns the characters of a string from an offset on, at most as many as a length. A negative offset counts from the end; a length of -1 means the rest.',
  ),
  parameters: [
    parameter('str', STRING, { allowAny: true }),
    parameter('offset', NUMBER, { allowAny: true }),
    parameter('length', NUMBER, { allowAny: true }),
  ],
  returns: STRING,
  call: ([text, offsetValue, lengthValue], context) => {
    const characters = charactersOf(stringArgument(text), context);
    let offset = intArgument(offsetValue!);
    const length = intArgument(lengthValue!);
    if (offset < 0) offset += characters.length;
    else if (length === 0) return string('');
    const start = Math.max(0, offset);
    // Like in Terraform, a length of zero after a negative offset means the rest of the string.
    const end = length <= 0 ? undefined : start + length;
    return string(characters.slice(start, end).join(''));
  },
};

const join: FunctionDeclaration = {
  description: localizable('Joins the elements of lists of strings into one string, with a separator between them.'),
  parameters: [parameter('separator', STRING)],
  variadic: parameter('lists', STRINGS),
  returns: STRING,
  call: ([separator, ...lists]) => {
    if (lists.length === 0) throw new FunctionError('at least one list is required');
    if (!lists.every(whollyKnown)) return unknown(STRING);
    const items = lists.flatMap((items, index) => joinedItems(items, index, lists.length));
    const between = stringArgument(separator);
    checkTextLength(items.reduce((length, item) => length + item.length + between.length, 0));
    return string(items.join(between));
  },
};

function joinedItems(items: Value, index: number, count: number): string[] {
  if (items.kind !== 'list') return [];
  return items.elements.map((item, i) => {
    if (item.kind !== 'null') return stringArgument(item);
    const element = count > 1 ? `element ${i} of list ${index + 1}` : `element ${i}`;
    throw new FunctionError(`${element} is null; cannot concatenate null values`, index + 1);
  });
}

const split: FunctionDeclaration = {
  description: localizable('Splits a string at every occurrence of a separator.'),
  parameters: [parameter('separator', STRING), parameter('str', STRING)],
  returns: STRINGS,
  call: ([separator, text]) => {
    const between = stringArgument(separator);
    const parts = between === '' ? Array.from(stringArgument(text)) : stringArgument(text).split(between);
    return list(STRING, parts.map(string));
  },
};

const indent: FunctionDeclaration = {
  description: localizable('Adds spaces to the beginning of every line of a string but the first.'),
  parameters: [parameter('spaces', NUMBER), parameter('str', STRING)],
  returns: STRING,
  call: ([spaces, text]) => {
    const count = intArgument(spaces!);
    if (count < 0) throw new FunctionError('panic in function implementation: strings: negative Repeat count');
    const lines = stringArgument(text).split('\n');
    checkTextLength(stringArgument(text).length + count * Math.max(1, lines.length - 1));
    return string(lines.join(`\n${' '.repeat(count)}`));
  },
};

const startswith: FunctionDeclaration = {
  description: localizable('Returns whether a string begins with a prefix.'),
  parameters: [parameter('str', STRING, { allowUnknown: true }), parameter('prefix', STRING)],
  returns: BOOL,
  call: ([text, prefix]) => {
    if (text!.kind === 'unknown') return stringArgument(prefix) === '' ? bool(true) : unknown(BOOL);
    return bool(stringArgument(text).startsWith(stringArgument(prefix)));
  },
};

/** Removes the characters at the end that match. A regular expression with `+$` would take quadratic time. */
function withoutEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

export const STRING_FUNCTIONS: readonly DeclaredFunction[] = [
  textFunction('chomp', localizable('Removes all newline characters from the end of a string.'), text =>
    withoutEnd(text, /[\r\n]/),
  ),
  textTest('endswith', 'suffix', localizable('Returns whether a string ends with a suffix.'), (text, suffix) =>
    text.endsWith(suffix),
  ),
  declareFunction('indent', indent),
  declareFunction('join', join),
  textFunction('lower', localizable('Returns a string with all letters in lowercase.'), lowerCase),
  declareFunction('split', split),
  declareFunction('startswith', startswith),
  textTest('strcontains', 'substr', localizable('Returns whether a string contains another.'), (text, part) =>
    text.includes(part),
  ),
  textFunction('strrev', localizable('Returns the characters of a string in reverse order.'), (text, context) =>
    charactersOf(text, context).reverse().join(''),
  ),
  declareFunction('substr', substr),
  textFunction('title', localizable('Returns a string with the first letter of every word in uppercase.'), titleCase),
  twoTextFunction('trim', 'cutset', localizable('Removes every character of a set from both ends of a string.'), trim),
  twoTextFunction(
    'trimprefix',
    'prefix',
    localizable('Removes a prefix from the beginning of a string, if it is there.'),
    (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  ),
  textFunction('trimspace', localizable('Removes white space from both ends of a string.'), text =>
    withoutEnd(text.replace(/^\p{White_Space}+/u, ''), /\p{White_Space}/u),
  ),
  twoTextFunction(
    'trimsuffix',
    'suffix',
    localizable('Removes a suffix from the end of a string, if it is there.'),
    (text, suffix) => (text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text),
  ),
  textFunction('upper', localizable('Returns a string with all letters in uppercase.'), upperCase),
];
