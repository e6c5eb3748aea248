/**
 * Evaluates workflow expressions, as far as their values are known. Comparisons, conversions and functions follow GitHub's documentation
 * ("Evaluate expressions in workflows and actions"); the tests compare them with GitHub's implementation, `@actions/expressions`.
 */
import { templateParts, type WorkflowComparison, type WorkflowExpression } from './expression';
import { agreement, not, or, type Truth } from '../values/truth';
import {
  concatenated,
  fromTruth,
  guarded,
  hasOnlyGuards,
  isGuard,
  knownPrefix,
  lift,
  nothing,
  anyOf,
  possibilities,
  scalar,
  truthBy,
  unknownValue,
  type Dictionary,
  type Known,
  type TextOrigin,
  type PipelineValue,
} from '../values/value';
import { readJson } from '../values/json';

/** The contexts that expressions can refer to. */
export interface GithubContexts {
  /** By name in lower case: `github`, `matrix`, `inputs`. */
  readonly contexts: ReadonlyMap<string, PipelineValue>;
  /** Whether the previous steps have succeeded: the value of `success()`. Undefined if both cases are considered. */
  readonly succeeds: Truth;
}

/** The value of an expression; unknown for an invalid one. */
export function evaluateGithub(expression: WorkflowExpression | undefined, scope: GithubContexts): PipelineValue {
  if (!expression) return unknownValue;
  const evaluate = (each: WorkflowExpression): PipelineValue => evaluateGithub(each, scope);
  switch (expression.kind) {
    case 'literal':
      return scalar(expression.value);
    case 'context':
      return scope.contexts.get(expression.name) ?? unknownValue;
    case 'index':
      return indexed(evaluate(expression.object), evaluate(expression.key));
    case 'all':
      return filtered(evaluate(expression.object));
    case 'not': {
      const operand = evaluate(expression.operand);
      return fromTruth(not(githubTruth(operand)), isGuard(operand));
    }
    case 'and':
      return chained(expression.operands, evaluate, true);
    case 'or':
      return chained(expression.operands, evaluate, false);
    case 'compare':
      return compared(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case 'call':
      return called(expression.name, expression.args.map(evaluate), scope);
  }
}

/** Whether a value is truthy. */
export const githubTruth = (value: PipelineValue): Truth =>
  truthBy(value, known => known.kind !== 'scalar' || (Boolean(known.value) && !Number.isNaN(known.value)));

/** The value of a string with `${{ … }}` in it. A string that is a single expression keeps the type of its value. */
export function evaluateWorkflowTemplate(text: string, scope: GithubContexts, origin?: TextOrigin): PipelineValue {
  const parts = templateParts(text);
  const values = parts.map(part => (part.kind === 'text' ? scalar(part.text) : evaluateGithub(part.expression, scope)));
  const [first] = values;
  if (parts.length === 1 && first && parts[0]?.kind === 'expression') return first;
  return parts.length === 1 || parts.length === 0 ? scalar(text, origin) : concatenated(values, githubText);
}

/**
 * Whether a condition lets a job or step run. Conditions on the actor or the repository are assumed to hold.
 *
 * @param condition as written, with or without `${{ }}`
 */
export function githubCondition(condition: string, scope: GithubContexts): Truth {
  const value = conditionValue(condition, scope);
  const truth = githubTruth(value);
  return truth === undefined && isGuard(value) ? true : truth;
}

const conditionValue = (condition: string, scope: GithubContexts): PipelineValue =>
  evaluateWorkflowTemplate(condition.includes('${{') ? condition.trim() : `\${{ ${condition} }}`, scope);

/** A chain of `&&` or `||`: the value of the first operand that decides, else of the last one. */
function chained(
  operands: readonly WorkflowExpression[],
  evaluate: (each: WorkflowExpression) => PipelineValue,
  goesOnAt: boolean,
): PipelineValue {
  const possible: PipelineValue[] = [];
  const unsure: PipelineValue[] = [];
  for (const [index, operand] of operands.entries()) {
    const value = evaluate(operand);
    const truth = githubTruth(value);
    if (truth === undefined) unsure.push(value);
    if (index === operands.length - 1 || truth === !goesOnAt) {
      possible.push(value);
      break;
    }
    // The chain may end here: of the possible values, only those count that end it.
    if (truth === undefined) possible.push(narrowed(value, !goesOnAt));
  }
  const guard = hasOnlyGuards(unsure);
  const result = anyOf(possible);
  if (result.kind !== 'unknown' || result.among) return guarded(result, guard);
  // The values of the operands are unknown, but their truth may be known.
  const truth = agreement(possible.map(githubTruth));
  if (truth === undefined) return guarded(result, guard);
  return truth ? { ...result, isNonEmpty: true } : { kind: 'unknown', among: FALSY };
}

const FALSY: readonly Known[] = [scalar(false), scalar(''), nothing, scalar(0)];

/** The possible values of an operand if it is true, or if it is false. */
function narrowed(value: PipelineValue, truth: boolean): PipelineValue {
  const own = possibilities(value);
  if (own) return anyOf(own.filter(each => githubTruth(each) === truth));
  return truth ? value : { kind: 'unknown', among: FALSY };
}

function indexed(object: PipelineValue, key: PipelineValue): PipelineValue {
  return lift([object, key], (of, by) => {
    if (by.kind !== 'scalar') return nothing;
    if (of.kind === 'list') {
      const index = typeof by.value === 'number' ? by.value : NaN;
      return of.items[Math.floor(index)] ?? nothing;
    }
    if (of.kind !== 'dictionary') return nothing;
    return entryOf(of, githubText(by) ?? '');
  });
}

/** Keys are case-insensitive. */
export function entryOf({ entries, others }: Dictionary, key: string): PipelineValue {
  const exact = entries.get(key);
  if (exact) return exact;
  const lower = key.toLowerCase();
  for (const [name, value] of entries) if (name.toLowerCase() === lower) return value;
  return others === 'none' ? nothing : guarded(unknownValue, others === 'guard');
}

/** `object.*`: the values. An index into the result gives an unknown value. */
function filtered(object: PipelineValue): PipelineValue {
  return lift([object], of => (of.kind === 'scalar' ? { kind: 'list', items: [] } : unknownValue));
}

function compared(operator: WorkflowComparison, left: PipelineValue, right: PipelineValue): PipelineValue {
  const guard = hasOnlyGuards([left, right]);
  if (operator === '==' || operator === '!=') {
    const equal = equality(left, right);
    return fromTruth(operator === '==' ? equal : not(equal), guard);
  }
  return lift([left, right], (a, b) => scalar(ordered(operator, a, b)));
}

function equality(left: PipelineValue, right: PipelineValue): Truth {
  if (left.kind === 'unknown' && right.kind === 'unknown' && left.symbol !== undefined && left.symbol === right.symbol)
    return true;
  const [one, other] = [possibilities(left), possibilities(right)];
  if (one && other) return agreement(one.flatMap(a => other.map(b => looselyEqual(a, b))));
  // Strings with different known prefixes are different, and so are an empty and a non-empty string.
  const [a, b] = [textPrefix(left), textPrefix(right)];
  if (a !== undefined && b !== undefined && !a.startsWith(b) && !b.startsWith(a)) return false;
  for (const [known, rest] of [
    [left, right],
    [right, left],
  ] as const) {
    if (rest.kind !== 'unknown' || known.kind !== 'scalar' || typeof known.value !== 'string') continue;
    if (rest.isNonEmpty && known.value === '') return false;
    if (rest.prefix !== undefined && known.value.length < rest.prefix.length) return false;
  }
  return undefined;
}

/** The known prefix of a string. */
const textPrefix = (value: PipelineValue): string | undefined =>
  value.kind === 'scalar' && typeof value.value !== 'string' ? undefined : knownPrefix(value)?.toLowerCase();

/** Values of different types are compared as numbers, strings are compared ignoring case, lists and dictionaries by identity. */
export function looselyEqual(left: Known, right: Known): boolean {
  if (left.kind !== 'scalar' || right.kind !== 'scalar') return left === right;
  const [a, b] = [left.value, right.value];
  if (typeof a === 'string' && typeof b === 'string') return a.toUpperCase() === b.toUpperCase();
  if (typeof a === typeof b && a !== null && b !== null) return a === b;
  if (a === null && b === null) return true;
  return numberOf(left) === numberOf(right);
}

function ordered(operator: WorkflowComparison, left: Known, right: Known): boolean {
  if (operator.endsWith('=') && looselyEqual(left, right)) return true;
  const isText = [left, right].every(each => each.kind === 'scalar' && typeof each.value === 'string');
  const [a, b] = [left, right].map(each => (isText ? (githubText(each) ?? '').toUpperCase() : numberOf(each)));
  return operator.startsWith('<') ? a! < b! : a! > b!;
}

function numberOf(known: Known): number {
  if (known.kind !== 'scalar') return NaN;
  const { value } = known;
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return 0;
    return /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?Infinity)$/.test(text)
      ? Number(text)
      : NaN;
  }
  return value === null ? 0 : Number(value);
}

/** Converts a value to a string; undefined for lists and dictionaries, whose text is only the name of their type. */
export function githubText(known: Known): string | undefined {
  if (known.kind !== 'scalar') return known.kind === 'list' ? 'Array' : 'Object';
  const { value } = known;
  if (value === null) return '';
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(15))) : String(value);
}

const primitiveText = (known: Known): string | undefined => (known.kind === 'scalar' ? githubText(known) : undefined);

type Function = (args: readonly PipelineValue[], scope: GithubContexts) => PipelineValue;

const FUNCTIONS: ReadonlyMap<string, Function> = new Map<string, Function>([
  ['startswith', ([text = nothing, start = nothing]) => startsWith(text, start)],
  [
    'endswith',
    ([text = nothing, end = nothing]) => lift([text, end], (a, b) => scalar(both(a, b, (x, y) => x.endsWith(y)))),
  ],
  ['contains', ([search = nothing, item = nothing]) => contains(search, item)],
  ['format', args => formatted(args)],
  ['join', ([list = nothing, separator = scalar(',')]) => joined(list, separator)],
  ['fromjson', ([text = nothing]) => lift([text], known => readJson(githubText(known) ?? '') ?? unknownValue)],
  ['tojson', () => unknownValue],
  ['hashfiles', () => ({ kind: 'unknown', isGuard: true, isNonEmpty: true })],
  ['always', () => scalar(true)],
  ['success', (_, { succeeds }) => fromTruth(succeeds)],
  ['failure', (_, { succeeds }) => fromTruth(not(succeeds))],
  ['cancelled', (_, { succeeds }) => (succeeds ? scalar(false) : unknownValue)],
  ['case', args => firstCase(args)],
]);

const called = (name: string, args: readonly PipelineValue[], scope: GithubContexts): PipelineValue =>
  FUNCTIONS.get(name)?.(args, scope) ?? unknownValue;

function both(a: Known, b: Known, compare: (text: string, other: string) => boolean): boolean {
  const [text, other] = [primitiveText(a)?.toLowerCase(), primitiveText(b)?.toLowerCase()];
  return text !== undefined && other !== undefined && compare(text, other);
}

function startsWith(text: PipelineValue, start: PipelineValue): PipelineValue {
  const result = lift([text, start], (a, b) => scalar(both(a, b, (x, y) => x.startsWith(y))));
  const prefix = text.kind === 'unknown' ? text.prefix?.toLowerCase() : undefined;
  if (result.kind !== 'unknown' || result.among || prefix === undefined) return result;
  return lift([start], known => {
    const wanted = primitiveText(known)?.toLowerCase();
    if (wanted === undefined) return scalar(false);
    if (prefix.startsWith(wanted)) return scalar(true);
    return wanted.startsWith(prefix) ? unknownValue : scalar(false);
  });
}

function contains(search: PipelineValue, item: PipelineValue): PipelineValue {
  if (search.kind === 'list') return fromTruth(or(...search.items.map(each => equality(each, item))), isGuard(item));
  const result = lift([search, item], (where, what) => {
    if (where.kind === 'list') return fromTruth(or(...where.items.map(each => equality(each, what))));
    return scalar(both(where, what, (text, part) => text.includes(part)));
  });
  const prefix = search.kind === 'unknown' ? search.prefix?.toLowerCase() : undefined;
  if (result.kind !== 'unknown' || result.among || prefix === undefined) return result;
  return lift([item], known => {
    const wanted = primitiveText(known)?.toLowerCase();
    if (wanted === undefined) return scalar(false);
    return prefix.includes(wanted) ? scalar(true) : unknownValue;
  });
}

/** `{0}` is the first argument, `{{` an escaped brace. */
function formatted([pattern = nothing, ...args]: readonly PipelineValue[]): PipelineValue {
  if (pattern.kind !== 'scalar') return lift([pattern, ...args], (...known) => formatted(known));
  const parts: PipelineValue[] = [];
  for (const [whole, index] of (githubText(pattern) ?? '').matchAll(/\{\{|\}\}|\{(\d{1,3})\}|[^{}]+|[{}]/g)) {
    if (index !== undefined) parts.push(args[Number(index)] ?? unknownValue);
    else if (whole === '{' || whole === '}') return unknownValue;
    else parts.push(scalar(whole === '{{' ? '{' : whole === '}}' ? '}' : whole));
  }
  return concatenated(parts.length > 0 ? parts : [scalar('')], githubText);
}

/** Joins the items of a list; for another value its string, for an object ''. */
function joined(list: PipelineValue, separator: PipelineValue): PipelineValue {
  if (list.kind !== 'list')
    return lift([list, separator], each =>
      each.kind === 'list' ? joined(each, separator) : scalar(primitiveText(each) ?? ''),
    );
  const between = lift([separator], known => scalar(primitiveText(known) ?? ','));
  const parts = list.items.flatMap((item, index) => (index === 0 ? [item] : [between, item]));
  return concatenated(parts.length > 0 ? parts : [scalar('')], githubText);
}

/** `case(condition, value, …, otherwise)`: the value after the first condition that holds. */
function firstCase(args: readonly PipelineValue[]): PipelineValue {
  const possible: PipelineValue[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const truth = githubTruth(args[at] ?? unknownValue);
    if (truth === false) continue;
    possible.push(args[at + 1] ?? unknownValue);
    if (truth) return anyOf(possible);
  }
  return anyOf([...possible, args.length % 2 === 1 ? (args.at(-1) ?? unknownValue) : unknownValue]);
}
