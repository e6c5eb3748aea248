/** Number of nodes in a value. */
import type { Value } from '../model';

/** Maximum number of nodes of a value; larger values become unknown. Shared parts count each time they occur. */
export const MAX_VALUE_SIZE = 100_000;

/** Exponent of the number of characters that count as one node: 2^10. */
const LONG_TEXT = 10;

/** Sizes by the elements or entries of a collection, which copies of a value share. */
const cached = new WeakMap<object, number>();

/**
 * The number of nodes in a value, including itself. A few locals that each refer twice to the previous one create a value that fits in memory but is
 * too large to traverse.
 */
export function valueSize(value: Value): number {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return cached.get(value.elements) ?? measure(value.elements, value.elements);
    case 'map':
    case 'object':
      return cached.get(value.entries) ?? measure(value.entries, value.entries.values());
    case 'string':
      return 1 + (value.value.length >> LONG_TEXT);
    case 'number':
      return value.value.weight;
    default:
      return 1;
  }
}

function measure(content: object, values: Iterable<Value>): number {
  let weight = 1;
  for (const value of values) weight += valueSize(value);
  cached.set(content, weight);
  return weight;
}
