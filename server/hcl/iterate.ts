/** Iterates over values in Terraform's order: lists by index, maps and objects by sorted key, sets by element. */
import { Num } from './values/number';
import { sortedKeys } from './values/order';
import { number, string } from './values/value';
import type { Value } from './model';

/** Pairs of key and value in Terraform's order; undefined if the value is not a known collection, object or tuple. */
export function iterate(value: Value): (readonly [Value, Value])[] | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.elements.map((element, index) => [number(Num.fromInt(index)), element] as const);
    case 'set':
      return value.elements.map(element => [element, element] as const);
    case 'map':
    case 'object':
      return sortedKeys(value.entries).map(key => [string(key), value.entries.get(key)!] as const);
    default:
      return undefined;
  }
}
