/** format and formatlist. Source of the rules and messages: go-cty's function library. */
import { localizable } from '../../../../common/localization';
import { ANY, STRING, listOf } from '../../types/type';
import { list, string, unknown, whollyKnown } from '../../values/value';
import { elementsOf, isSequence } from '../arguments/collectionArgument';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { formatWithVerbs } from './formatVerbs';
import { FunctionError } from '../function';
import { stringArgument } from '../arguments/scalarArgument';
import type { Value } from '../../model';

/** An untyped null makes the result unknown, as in Terraform 1.11. Later versions format it. */
const ARGS = parameter('args', ANY, { allowNull: true, allowUnknown: true });

const format: FunctionDeclaration = {
  description: localizable('Fills the verbs of a format string, such as `%s`, `%d` or `%#v`, with values.'),
  parameters: [parameter('format', STRING)],
  variadic: ARGS,
  returns: STRING,
  call: ([text, ...args]) =>
    args.every(whollyKnown) ? string(formatWithVerbs(stringArgument(text), args)) : unknown(STRING),
};

const formatlist: FunctionDeclaration = {
  description: localizable(
    'Fills a format string as `format` does, once for each element of the lists among the values.',
  ),
  parameters: [parameter('format', STRING)],
  variadic: ARGS,
  returns: listOf(STRING),
  call: ([text, ...args]) => {
    if (args.length === 0) return list(STRING, [string(formatWithVerbs(stringArgument(text), args))]);
    const length = iterations(args);
    if (args.some(isOpenEnded)) return unknown(listOf(STRING));
    const rows = Array.from({ length }, (_, row) => args.map(arg => (isSequence(arg) ? elementsOf(arg)[row]! : arg)));
    return list(
      STRING,
      rows.map((row, i) => formatRow(stringArgument(text), row, i)),
    );
  },
};

/** The number of results: the length of the lists, or 1 without lists. */
function iterations(args: readonly Value[]): number {
  let length = 1;
  let chooser = -1;
  for (const [i, arg] of args.entries()) {
    const given = knownLength(arg);
    if (given === undefined) continue;
    if (chooser < 0) [length, chooser] = [given, i];
    else if (given !== length) {
      throw new FunctionError(
        `argument ${i + 1} has length ${given}, which is inconsistent with argument ${chooser + 1} of length ${length}`,
        i + 1,
      );
    }
  }
  return length;
}

function knownLength(arg: Value): number | undefined {
  if (arg.kind === 'unknown') return arg.type.kind === 'tuple' ? arg.type.elements.length : undefined;
  if (!isSequence(arg) || isOpenEnded(arg)) return undefined;
  return arg.elements.length;
}

/** Whether the number or the order of elements is unknown. */
function isOpenEnded(arg: Value): boolean {
  if (arg.kind === 'set') return arg.elements.length > 1 && !whollyKnown(arg);
  if (arg.kind !== 'unknown') return false;
  const { kind } = arg.type;
  return kind === 'any' || kind === 'list' || kind === 'set' || kind === 'tuple';
}

function formatRow(format: string, row: readonly Value[], index: number): Value {
  if (!row.every(whollyKnown)) return unknown(STRING, undefined, true);
  try {
    return string(formatWithVerbs(format, row));
  } catch (error) {
    if (error instanceof FunctionError) throw new FunctionError(`error on format iteration ${index}: ${error.message}`);
    throw error;
  }
}

export const FORMAT_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('format', format),
  declareFunction('formatlist', formatlist),
];
