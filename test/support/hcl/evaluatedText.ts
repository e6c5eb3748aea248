import { now } from '../../../common/now';
import { evaluate } from '../../../server/hcl/evaluation/evaluate';
import type { FunctionFiles } from '../../../server/hcl/functions/function';
import { toJson } from '../../../server/hcl/values/json';
import { sortedKeys } from '../../../server/hcl/values/order';
import type { ProgramVersion } from '../../../common/programVersion';
import { Evaluation, Scope, type References } from '../../../server/hcl/evaluation/scope';
import type { Value } from '../../../server/hcl/model';
import { readSourceFile } from '../../../server/syntax/sourceFile';

/** Result of evaluating an expression. */
export interface EvaluatedText {
  readonly value: Value;
  /** Errors as `message` at `source text`, in the order of evaluation; those that no `try` catches come first. */
  readonly faults: readonly string[];
  /** Number of evaluation steps. */
  readonly steps: number;
}

/** Values of declared names: `{ 'local.a': …, 'module.m.out': … }`. */
export type Names = Readonly<Record<string, Value>>;

/**
 * Evaluates the text of an expression, like the value of an attribute.
 *
 * @throws SyntaxError with the message of the first syntax error, and the unexpected error of a function
 */
export function evaluatedText(expression: string, names: Names = {}, version?: ProgramVersion): EvaluatedText {
  const { items, diagnostics } = now(readSourceFile('file:///root/main.tf', `v = ${expression}\n`, 'variables'));
  const [problem] = diagnostics;
  if (problem) throw new SyntaxError(problem.message);
  const item = items[0]?.item;
  if (item?.node.kind !== 'attribute' || items.length !== 1) throw new SyntaxError('That is not one expression.');
  const evaluation = new Evaluation();
  const value = evaluate(
    item.node.value,
    new Scope(evaluation, item, { ...referencesTo(names), version: () => version }),
  );
  const found = [...evaluation.staticDiagnostics, ...evaluation.diagnostics];
  return {
    value,
    faults: found.map(({ message, range }) => `${message} at \`${range.item.text.slice(range.start, range.end)}\``),
    steps: evaluation.budget.spent,
  };
}

/** In the product, the result is unknown. */
export function functionFailed(name: string, error: unknown): never {
  throw new Error(`The function ${name} failed`, { cause: error });
}

function referencesTo(names: Names): References {
  return {
    files,
    attribute: (root, name) => names[`${root}.${name}`],
    moduleOutput: (module, output) => names[`module.${module}.${output}`],
    functionFailed,
  };
}

const files: FunctionFiles = { read: () => undefined, exists: () => false, list: () => [], absolute: path => path };

/** The value on one line: JSON, with `unknown` (`unknown!` if it is certainly not null), `null` and `sensitive(…)`. */
export function describeValue(value: Value): string {
  return value.sensitive ? `sensitive(${plainValue(value)})` : plainValue(value);
}

function plainValue(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.notNull ? 'unknown!' : 'unknown';
    case 'number':
      return value.value.isInfinite ? 'infinite' : toJson(value);
    case 'list':
    case 'set':
    case 'tuple':
      return `[${value.elements.map(describeValue).join(',')}]`;
    case 'map':
    case 'object': {
      const { entries } = value;
      return `{${sortedKeys(entries)
        .map(key => `${JSON.stringify(key)}:${describeValue(entries.get(key)!)}`)
        .join(',')}}`;
    }
    case 'string':
      return JSON.stringify(value.value);
    default:
      return toJson(value);
  }
}
