/**
 * Values of HCL expressions: typed, immutable, and with their place in the source. A value that depends on a plan is `unknown` and has the text of
 * its expression. Source of the rules: go-cty, which Terraform uses.
 */
import { memoize } from '../../../common/memoize';
import type { Num } from './number';
import { ANY, BOOL, NUMBER, STRING, listOf, mapOf, objectOf, setOf, tupleOf } from '../types/type';
import type {
  ObjectType,
  Type,
  SourceRange,
  UnknownValue,
  NullValue,
  StringValue,
  NumberValue,
  BoolValue,
  ListValue,
  TupleValue,
  MapValue,
  ObjectValue,
  Value,
} from '../model';

export const unknown = (type: Type = ANY, expression?: string, notNull?: boolean): UnknownValue => ({
  kind: 'unknown',
  type,
  expression,
  notNull,
});
/** A null without an origin, shared per type: most optional attributes of a module are not set. */
export function nullOf(type: Type = ANY): NullValue {
  return nullOfType(type);
}
const nullOfType = memoize((type: Type): NullValue => ({ kind: 'null', type }));

export const string = (value: string): StringValue => ({ kind: 'string', value: value.normalize('NFC') });
export const number = (value: Num): NumberValue => ({ kind: 'number', value });
export const bool = (value: boolean): BoolValue => ({ kind: 'bool', value });
export const list = (element: Type, elements: readonly Value[]): ListValue => ({ kind: 'list', element, elements });
export const tuple = (elements: readonly Value[]): TupleValue => ({ kind: 'tuple', elements });
export const map = (element: Type, entries: ReadonlyMap<string, Value>): MapValue => ({
  kind: 'map',
  element,
  entries,
});
export const object = (entries: ReadonlyMap<string, Value>): ObjectValue => ({ kind: 'object', entries });

/** The kind of a value's type, for which large objects need not be traversed. */
export const typeKindOf = (value: Value): Type['kind'] =>
  value.kind === 'unknown' || value.kind === 'null' ? value.type.kind : value.kind;

/** The type of a value. */
export function typeOf(value: Value): Type {
  switch (value.kind) {
    case 'unknown':
    case 'null':
      return value.type;
    case 'string':
      return STRING;
    case 'number':
      return NUMBER;
    case 'bool':
      return BOOL;
    case 'list':
      return listOf(value.element);
    case 'set':
      return setOf(value.element);
    case 'map':
      return mapOf(value.element);
    case 'tuple':
      return tupleOf(value.elements.map(typeOf));
    case 'object':
      return objectTypeOf(value);
  }
}

function objectTypeOf(value: ObjectValue): ObjectType {
  return objectOf([...value.entries].map(([name, entry]) => [name, typeOf(entry)] as const));
}

/** Whether the value is known at every depth. */
export function whollyKnown(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
      return false;
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.every(whollyKnown);
    case 'map':
    case 'object':
      for (const entry of value.entries.values()) if (!whollyKnown(entry)) return false;
      return true;
    default:
      return true;
  }
}

/** Whether the value is marked sensitive at any depth. */
export function containsSensitive(value: Value): boolean {
  if (value.sensitive) return true;
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.some(containsSensitive);
    case 'map':
    case 'object':
      for (const entry of value.entries.values()) if (containsSensitive(entry)) return true;
      return false;
    default:
      return false;
  }
}

/** The same value with another origin. */
export function withRange<V extends Value>(value: V, origin: SourceRange): V {
  return marked(value, origin, value.sensitive) as V;
}

/** The same value with another origin and sensitivity. */
export function marked(value: Value, origin: SourceRange | undefined, sensitive: boolean | undefined): Value {
  const { kind } = value;
  if (sensitive || !origin) {
    const { origin: _, sensitive: __, ...plain } = value;
    return { ...plain, ...(origin && { origin }), ...(sensitive && { sensitive }) };
  }
  // Object literals share one hidden class, while copies by spreading have one each, which matters for thousands of values.
  switch (kind) {
    case 'unknown':
      return value.content === undefined
        ? { kind, type: value.type, expression: value.expression, notNull: value.notNull, origin }
        : { ...value, origin, sensitive: undefined };
    case 'null':
      return { kind, type: value.type, origin };
    case 'string':
      return { kind, value: value.value, origin };
    case 'number':
      return { kind, value: value.value, origin };
    case 'bool':
      return { kind, value: value.value, origin };
    case 'list':
    case 'set':
      return { kind, element: value.element, elements: value.elements, origin };
    case 'tuple':
      return { kind, elements: value.elements, origin };
    case 'map':
      return { kind, element: value.element, entries: value.entries, origin };
    case 'object':
      return { kind, entries: value.entries, origin };
  }
}
