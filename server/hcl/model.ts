/** Terraform's types and values as immutable data. Values keep the place where they are written. Source of the rules: go-cty. */
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
  /** Declared with `optional(…)`: a missing attribute is null or has the default. */
  readonly optional: boolean;
  readonly default?: Value;
}

/**
 * A range in a source text. `start` and `end` are UTF-16 offsets relative to the beginning of `item`, a top-level block or attribute of a file, so
 * that computed values stay valid when text above the item changes.
 */
export interface SourceRange {
  readonly item: SourceItem;
  readonly start: number;
  readonly end: number;
  /** Start of the value in `name = value`; equals `start` if the value has no name. */
  readonly valueStart?: number;
}

/** The item that ranges are relative to, implemented by the top-level items of the syntax tree. */
export interface SourceItem {
  readonly uri: string;
  readonly text: string;
}

interface Common {
  /** Where the value is written: the object item, the list element, or the expression. */
  readonly origin?: SourceRange | undefined;
  /** Marked as sensitive by terraform. Sensitive values must not be shown, logged or sent. */
  readonly sensitive?: boolean | undefined;
}

/** `pending`: unknown until apply. `=…`: known to the provider, and equal to every value of the same identity. */
export type UnknownContent = 'pending' | `=${string}`;

export interface UnknownValue extends Common {
  readonly kind: 'unknown';
  readonly type: Type;
  /** The value will not be null when it is known, for example an interpolated string or a list with an unknown element. */
  readonly notNull?: boolean | undefined;
  /** Source text of the expression that can't be evaluated. */
  readonly expression?: string | undefined;
  /** In forecasts: what a plan knows about the value; undefined if that is uncertain. */
  readonly content?: UnknownContent | undefined;
  /** In forecasts: the values that it can have, if a condition that only a provider knows selects one of them. */
  readonly oneOf?: readonly Value[] | undefined;
  /** In forecasts: how a text or a list of texts begins and ends, if a part of it is known. */
  readonly ends?: KnownEnds | undefined;
  /** In forecasts: the attribute of a resource or data source that makes it unknown. */
  readonly source?: string | undefined;
}

/** The known parts on both sides of an unknown one: one text of a text, or the elements of a list. */
export interface KnownEnds {
  readonly start: readonly string[];
  readonly end: readonly string[];
}

export interface NullValue extends Common {
  readonly kind: 'null';
  readonly type: Type;
}

export interface StringValue extends Common {
  readonly kind: 'string';
  /** In Unicode normalization form C (NFC). */
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
  /** The elements of a `set` are unique and in Terraform's iteration order (see order.ts). */
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
  /** In any order. Use `sortedKeys` to iterate in Terraform's order. */
  readonly entries: ReadonlyMap<string, Value>;
}

export interface ObjectValue extends Common {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Value>;
}

export type Value =
  UnknownValue | NullValue | StringValue | NumberValue | BoolValue | ListValue | TupleValue | MapValue | ObjectValue;
