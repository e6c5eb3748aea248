/** Expands the words of a shell script: variables, command substitution and field splitting. */
import type { Spend } from '../../regex/pattern';
import { withoutAffix } from './affixes';
import type { ShellCommand, ShellWord, WordPart } from './tree';
import {
  concatenated,
  lift,
  possibilities,
  scalar,
  scalarText,
  stringOf,
  symbol,
  unknownValue,
  type TextOrigin,
  type Scalar,
  type PipelineValue,
} from '../values/value';

/** One argument of a command. */
export interface Field {
  readonly value: PipelineValue;
  /** Offsets in the script. */
  readonly start: number;
  readonly end: number;
  /** Whether it may be any number of arguments: an unquoted unknown value. */
  readonly isMany: boolean;
}

/** What expansion needs from the shell. */
export interface Expander {
  /** The value of a variable. */
  readonly variable: (name: string) => PipelineValue;
  /** Runs a `$( … )` and returns its output. */
  readonly output: (body: readonly ShellCommand[], text: string) => PipelineValue;
  /** Assigns the default of `${name:=value}`. */
  readonly assign: (name: string, value: PipelineValue) => void;
  /** The position of a part of the script. */
  readonly locate: (start: number, end: number) => TextOrigin;
  /** Counts the work. */
  readonly spend: Spend;
}

/** Number of parts of words that are expanded in the time of one step. */
const PARTS_PER_STEP = 4;

/** Expands words to arguments. */
export const expandWords = (words: readonly ShellWord[], expander: Expander): Field[] =>
  words.flatMap(word => expandWord(word, expander));

/** Expands a word without splitting: in an assignment, after `case`, in a test. */
export function wordValue(word: ShellWord, expander: Expander): PipelineValue {
  // Quotes around a variable produce empty literal parts next to it.
  const parts =
    word.parts.length > 1 ? word.parts.filter(part => part.kind !== 'text' || part.text !== '') : word.parts;
  const values = parts.map(part => partValue(part, expander));
  const [first] = values;
  const [part] = parts;
  if (first && part && values.length === 1) return withOrigin(first, part, word, expander);
  return concatenated(values.length > 0 ? values : [scalar('')]);
}

/** Literal text has a position. */
function withOrigin(
  value: PipelineValue,
  part: WordPart,
  { start, end }: ShellWord,
  { locate }: Expander,
): PipelineValue {
  if (part.kind !== 'text' || value.kind !== 'scalar') return value;
  const quote = part.isQuoted && end - start === part.text.length + 2 ? 1 : 0;
  return { ...value, origin: locate(start + quote, end - quote) } satisfies Scalar;
}

function expandWord(word: ShellWord, expander: Expander): Field[] {
  const { start, end } = word;
  const isSplit = word.parts.some(part => part.kind !== 'text' && !part.isQuoted);
  if (!isSplit) return [{ value: wordValue(word, expander), start, end, isMany: false }];
  const fields: PipelineValue[][] = [[]];
  let isMany = false;
  for (const part of word.parts) {
    const value = partValue(part, expander);
    const text = part.kind === 'text' || part.isQuoted ? undefined : stringOf(value);
    if (text === undefined || !/\s/.test(text)) {
      if (part.kind !== 'text' && !part.isQuoted && !isOneWord(value)) isMany = true;
      // A word that consists only of an empty variable is dropped.
      if (text !== '' && !(value.kind === 'scalar' && value.value === null)) fields.at(-1)?.push(value);
      continue;
    }
    const pieces = text.split(/\s+/);
    expander.spend(pieces.length / PARTS_PER_STEP);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) fields.push([]);
      if (piece !== '') fields.at(-1)?.push(scalar(piece));
    }
  }
  const isAlone = word.parts.length === 1;
  return fields
    .filter(values => values.length > 0)
    .map(values => ({ value: concatenated(values), start, end, isMany: isMany && isAlone }));
}

/** Whether an unquoted value is certainly one word. */
const isOneWord = (value: PipelineValue): boolean =>
  possibilities(value)?.every(known => /^\S+$/.test(scalarText(known) ?? '')) ?? false;

function partValue(part: WordPart, expander: Expander): PipelineValue {
  expander.spend(1 / PARTS_PER_STEP);
  switch (part.kind) {
    case 'text':
      return scalar(part.text);
    case 'value':
      return part.value;
    case 'command':
      return expander.output(part.body, part.text);
    case 'variable':
      return part.name === '' ? unknownValue : operated(expander.variable(part.name), part, expander);
  }
}

/** `${name…}` */
function operated(
  value: PipelineValue,
  { name, operation }: Extract<WordPart, { kind: 'variable' }>,
  expander: Expander,
): PipelineValue {
  if (operation === '') return value;
  const [, colon, sign, rest = ''] = /^(:?)([-=?+])([^]*)$/.exec(operation) ?? [];
  if (sign !== undefined) {
    const isSet = stringOf(value) === undefined ? undefined : stringOf(value) !== '' || colon === '';
    if (sign === '?') return value;
    const other = plainText(rest, expander);
    if (sign === '+') return isSet === undefined ? unknownValue : isSet ? other : scalar('');
    // An unknown variable may also be unset.
    const result = isSet === undefined ? unknownValue : isSet ? value : other;
    if (sign === '=') expander.assign(name, result);
    return value.kind === 'scalar' && value.value === null ? other : result;
  }
  const [, affix, pattern = ''] = /^(##?|%%?)([^]*)$/.exec(operation) ?? [];
  if (affix !== undefined)
    return lift([value], known => withoutAffix(scalarText(known) ?? '', affix, pattern, expander.spend));
  if (operation === '^^') return lift([value], known => scalar((scalarText(known) ?? '').toUpperCase()));
  if (operation === ',,') return lift([value], known => scalar((scalarText(known) ?? '').toLowerCase()));
  const [, from, , length] = /^:(\d{1,4})(:(\d{1,4}))?$/.exec(operation) ?? [];
  if (from === undefined) return unknownValue;
  const start = Number(from);
  return lift([value], known =>
    scalar((scalarText(known) ?? '').slice(start, length === undefined ? undefined : start + Number(length))),
  );
}

/** The default of a variable: literal text or another variable. */
function plainText(text: string, expander: Expander): PipelineValue {
  const unquoted = /^"([^"$`\\]*)"$/.exec(text)?.[1] ?? text;
  const [, name] = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/.exec(text) ?? [];
  if (name !== undefined) return expander.variable(name);
  return /[$`\\"']/.test(unquoted) ? unknownValue : scalar(unquoted);
}

/** Commands whose output is constant within one run. */
export const commandOutput = (text: string): PipelineValue => symbol(`$(${text.trim()})`);
