/** Terraform's types and values as data: immutable, and values know where they were written. Source of the rules: go-cty. */
import type { Num } from './values/number';

export type Type = PrimitiveType | CollectionType | TupleType | ObjectType;

export interface PrimitiveType {
  readonly kind: 'string' | 'number' | 'bool' | 'any';
}

export interface CollectionType {
  readonly kind: 'list' | 'set' | 'map';
  readonly element: Type;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly Type[];
}

export interface ObjectType {
  readonly kind: 'object';
  readonly attributes: ReadonlyMap<string, AttributeType>;
}

export interface AttributeType {
  readonly type: Type;
  /** Declared `optional(…)`: may be missing, and is then null or the default. */
  readonly optional: boolean;
  readonly default?: Value;
}

/**
 * A place in a source text: `start` and `end` are UTF-16 offsets relative to the beginning of `item`, a top-level block or
 * attribute of a file. (Relative, so that what was computed stays true while text above it changes.)
 */
export interface SourceRange {
  readonly item: SourceItem;
  readonly start: number;
  readonly end: number;
  /** Where the value begins in `name = value`; `start` where it is written without a name. */
  readonly valueStart?: number;
}

/** What a place is relative to; the syntax layer's top-level items are these. */
export interface SourceItem {
  readonly uri: string;
  readonly text: string;
}

interface Common {
  /** Where the value was written: the object item, the list element, or the expression. */
  readonly origin?: SourceRange | undefined;
  /** Marked sensitive by terraform: never shown, logged or sent. */
  readonly sensitive?: boolean | undefined;
}

export interface UnknownValue extends Common {
  readonly kind: 'unknown';
  readonly type: Type;
  /** Certainly not null once it is known (an interpolated string, a list with an unknown element, …). */
  readonly notNull?: boolean | undefined;
  /** Source text of the expression that could not be evaluated. */
  readonly expression?: string | undefined;
}

export interface NullValue extends Common {
  readonly kind: 'null';
  readonly type: Type;
}

export interface StringValue extends Common {
  readonly kind: 'string';
  /** Unicode NFC. */
  readonly value: string;
}

export interface NumberValue extends Common {
  readonly kind: 'number';
  readonly value: Num;
}

export interface BoolValue extends Common {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface ListValue extends Common {
  /** `set` elements are unique and in terraform's iteration order (see order.ts). */
  readonly kind: 'list' | 'set';
  readonly element: Type;
  readonly elements: readonly Value[];
}

export interface TupleValue extends Common {
  readonly kind: 'tuple';
  readonly elements: readonly Value[];
}

export interface MapValue extends Common {
  readonly kind: 'map';
  readonly element: Type;
  /** In any order: whatever iterates for terraform sorts by key (`sortedKeys`). */
  readonly entries: ReadonlyMap<string, Value>;
}

export interface ObjectValue extends Common {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Value>;
}

export type Value =
  UnknownValue | NullValue | StringValue | NumberValue | BoolValue | ListValue | TupleValue | MapValue | ObjectValue;
