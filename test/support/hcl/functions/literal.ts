import { Num } from '../../../../server/hcl/values/number';
import { setOfValues } from '../../../../server/hcl/values/setOfValues';
import type { Type, Value } from '../../../../server/hcl/model';
import { bool, list, map, nullOf, number, object, string, tuple } from '../../../../server/hcl/values/value';

/** The notation of values in tables of cases: arrays are tuples, objects are objects, and bigints are numbers. */
export type Literal =
  string | number | bigint | boolean | null | Made | readonly Literal[] | { readonly [name: string]: Literal };

/** A value without a literal notation. */
export class Made {
  constructor(readonly value: Value) {}
}

/** The value of a literal. */
export function literal(source: Literal): Value {
  if (source === null) return nullOf();
  if (source instanceof Made) return source.value;
  if (typeof source === 'string') return string(source);
  if (typeof source === 'number' || typeof source === 'bigint') return number(parsed(String(source)));
  if (typeof source === 'boolean') return bool(source);
  if (Array.isArray(source)) return tuple((source as readonly Literal[]).map(literal));
  return object(new Map(Object.entries(source).map(([name, entry]) => [name, literal(entry)])));
}

/** A list of elements of one type. */
export const listed = (type: Type, ...elements: readonly Literal[]): Made =>
  new Made(list(type, elements.map(literal)));
/** A set of elements of one type. */
export const settled = (type: Type, ...elements: readonly Literal[]): Made =>
  new Made(setOfValues(type, elements.map(literal)));
/** A map of values of one type. */
export const mapped = (type: Type, entries: Readonly<Record<string, Literal>>): Made =>
  new Made(map(type, new Map(Object.entries(entries).map(([key, entry]) => [key, literal(entry)]))));
/** Null of a type. */
export const nullOfType = (type: Type): Made => new Made(nullOf(type));
/** A value marked sensitive. */
export const secret = (source: Literal): Made => new Made({ ...literal(source), sensitive: true });
/** A number with all its digits. */
export const decimal = (text: string): Made => new Made(number(parsed(text)));

function parsed(text: string): Num {
  const num = Num.parse(text);
  if (!num) throw new Error(`not a number: ${text}`);
  return num;
}
