/**
 * The content of unknown values in a forecast. A value that only a provider knows has an identity instead of its content: two values of the same
 * identity are equal. A function of such values has an identity, too: that of the function and its operands.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, utf8Bytes } from '../../../common/bytes';
import { append } from '../../../common/lists';
import type { Expression } from '../../syntax/ast';
import { ANY } from '../types/type';
import { sortedKeys } from '../values/order';
import type { Type, UnknownContent, UnknownValue, Value } from '../model';
import { endsOf } from './knownEnds';
import type { Scope } from './scope';

/** Longer identities are replaced by their hash. */
const MAX_IDENTITY_LENGTH = 120;
/** More possible values are not distinguished. */
const MAX_OUTCOMES = 16;

/**
 * Functions whose result is unknown as soon as one of their arguments contains an unknown value. The others may skip an argument, or return a
 * collection with unknown elements.
 */
const STRICT_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'abs base64decode base64encode base64sha256 base64sha512 ceil cidrhost cidrnetmask cidrsubnet compact endswith floor format indent ' +
    'join jsondecode jsonencode lower max md5 min parseint regex regexall replace sha1 sha256 sha512 sort split startswith strcontains ' +
    'strrev substr sum title tobool tonumber toset tostring trim trimprefix trimspace trimsuffix upper urlencode yamldecode yamlencode'
  ).split(' '),
);

/** A value that only a provider knows, and that is unknown in a plan until it is applied. */
export const pendingValue = (type: Type = ANY): UnknownValue => ({ kind: 'unknown', type, content: 'pending' });

/** A value that only a provider knows, with its identity. */
export const opaqueValue = (identity: string, type: Type = ANY): UnknownValue => ({
  kind: 'unknown',
  type,
  content: `=${shortIdentity(identity)}`,
});

/** The element of a collection whose elements are unknown. */
export const elementOf = (name: string, type: Type = ANY): UnknownValue => opaqueValue(`each ${name}`, type);

/** Which kinds of unknown values a value contains. */
export interface ContainedUnknowns {
  /** Unknown until apply. */
  readonly pending: boolean;
  /** Known to a plan, by identity. */
  readonly opaque: boolean;
  /** Neither is certain. */
  readonly uncertain: boolean;
}

/** The unknown values at any depth of some values. */
export function unknownsIn(values: Iterable<Value>): ContainedUnknowns {
  const found = { pending: false, opaque: false, uncertain: false };
  for (const value of values) collectUnknowns(value, found);
  return found;
}

function collectUnknowns(value: Value, found: { pending: boolean; opaque: boolean; uncertain: boolean }): void {
  switch (value.kind) {
    case 'unknown':
      if (value.content === undefined) found.uncertain = true;
      else if (value.content === 'pending') found.pending = true;
      else found.opaque = true;
      break;
    case 'list':
    case 'set':
    case 'tuple':
      for (const element of value.elements) collectUnknowns(element, found);
      break;
    case 'map':
    case 'object':
      for (const entry of value.entries.values()) collectUnknowns(entry, found);
      break;
    default:
  }
}

/** Whether a plan knows the value at every depth, although its content may be known only to a provider. */
export function isPlanKnown(value: Value): boolean {
  const { pending: isPending, uncertain } = unknownsIn([value]);
  return !isPending && !uncertain;
}

/** A text that is equal for values of equal content. Never leaves the server, since it contains sensitive values. */
export function identityOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.content ?? '?';
    case 'null':
      return 'null';
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return value.value.toText();
    case 'bool':
      return String(value.value);
    case 'set':
      return `[${value.elements.map(identityOf).sort().join(',')}]`;
    case 'list':
    case 'tuple':
      return `[${value.elements.map(identityOf).join(',')}]`;
    case 'map':
    case 'object':
      return `{${sortedKeys(value.entries)
        .map(key => `${JSON.stringify(key)}:${identityOf(value.entries.get(key)!)}`)
        .join(',')}}`;
  }
}

export const shortIdentity = (identity: string): string =>
  identity.length > MAX_IDENTITY_LENGTH ? toHex(sha256(utf8Bytes(identity))) : identity;

/**
 * Evaluates an expression, and derives the content of an unknown result from its operands.
 * @param evaluateKind evaluates the expression; operands that it evaluates are noted in the scope's evaluation
 */
export function withContent(expression: Expression, scope: Scope, evaluateKind: () => Value): Value {
  const { evaluation } = scope;
  const outer = evaluation.operands;
  const operands: Value[] = [];
  evaluation.operands = operands;
  const value = evaluateKind();
  evaluation.operands = outer;
  const result = value.kind === 'unknown' ? withUnknownContent(value, expression, operands) : value;
  outer?.push(result);
  return result;
}

function withUnknownContent(value: UnknownValue, expression: Expression, operands: readonly Value[]): UnknownValue {
  const content = value.content ?? derivedContent(expression, operands);
  const ends = value.ends ?? endsOf(expression, operands);
  const oneOf = value.oneOf ?? (content === undefined ? undefined : outcomes(expression, content, operands));
  const source = value.source ?? sourceOf(operands);
  const isPlain = content === undefined && !ends && source === undefined;
  return isPlain ? value : { ...value, content, oneOf, ends, source };
}

/** The attribute of a resource or data source that makes a value, or a part of it, unknown. */
export function sourceOf(values: Iterable<Value>): string | undefined {
  for (const value of values) {
    const inner = value.kind === 'unknown' ? value.source : sourceOf(partsOf(value));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function partsOf(value: Value): Iterable<Value> {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements;
    case 'map':
    case 'object':
      return value.entries.values();
    default:
      return [];
  }
}

/** The possible values of a conditional whose condition is known only to a provider. */
function outcomes(
  expression: Expression,
  content: UnknownContent,
  operands: readonly Value[],
): readonly Value[] | undefined {
  if (expression.kind === 'parentheses' || expression.kind === 'templateWrap') return oneOf(operands);
  if (expression.kind !== 'conditional' || content === 'pending') return undefined;
  // The condition is evaluated last.
  return operands.length === 3 ? oneOf(operands.slice(0, 2)) : undefined;
}

function oneOf(values: readonly Value[]): readonly Value[] | undefined {
  const all: Value[] = [];
  for (const value of values) {
    if (value.kind !== 'unknown') all.push(value);
    else if (value.oneOf) append(all, value.oneOf);
    else return undefined;
  }
  return all.length <= MAX_OUTCOMES ? all : undefined;
}

function derivedContent(expression: Expression, operands: readonly Value[]): UnknownContent | undefined {
  const contained = unknownsIn(operands);
  if (contained.uncertain || operands.length === 0) return undefined;
  if (contained.pending) return !contained.opaque || isStrict(expression, operands) ? 'pending' : undefined;
  if (!contained.opaque) return undefined;
  return `=${shortIdentity(`${operationOf(expression)}(${operands.map(identityOf).join(';')})`)}`;
}

/** Whether one pending operand makes the result unknown, whatever the others are. */
function isStrict(expression: Expression, operands: readonly Value[]): boolean {
  switch (expression.kind) {
    case 'template':
    case 'templateJoin':
    case 'unary':
    case 'attribute':
      return true;
    case 'index':
      return operands.some(({ kind }, index) => kind === 'unknown' && isPending(operands[index]!));
    case 'binary':
      return expression.operator !== '&&' && expression.operator !== '||' && operands.some(isPending);
    case 'conditional':
      // The condition is evaluated last.
      return isPending(operands.at(-1)!);
    case 'call':
      return STRICT_FUNCTIONS.has(functionName(expression.name));
    default:
      return false;
  }
}

const isPending = (value: Value): boolean => value.kind === 'unknown' && value.content === 'pending';

const functionName = (name: string): string => name.replace(/^core::/, '');

/** What an expression does with its operands. */
function operationOf(expression: Expression): string {
  switch (expression.kind) {
    case 'attribute':
      return `.${expression.name}`;
    case 'call':
      return `${functionName(expression.name)}${expression.expand ? '…' : ''}`;
    case 'unary':
    case 'binary':
      return expression.operator;
    case 'for':
      return `for ${expression.key ? 'object' : 'tuple'}${expression.group ? ' group' : ''}${expression.condition ? ' if' : ''}`;
    default:
      return expression.kind;
  }
}
