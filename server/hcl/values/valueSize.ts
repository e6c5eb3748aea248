/** How much work a value is to walk over. */
import type { Value } from '../model';

/** Values, within each other, of one value; heavier ones are given up. What is shared counts each time that it is reached. */
export const MAX_VALUE_SIZE = 100_000;

/** A text counts for as many values as it has this many characters: 2^10. */
const LONG_TEXT = 10;

/** By the elements or entries of a collection, which values of the same content share. */
const known = new WeakMap<object, number>();

/**
 * How many values a value consists of, itself included. A few locals that each name the one before twice make a value that fits into
 * memory but that nobody can walk over.
 */
export function valueSize(value: Value): number {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return known.get(value.elements) ?? measure(value.elements, value.elements);
    case 'map':
    case 'object':
      return known.get(value.entries) ?? measure(value.entries, value.entries.values());
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
  known.set(content, weight);
  return weight;
}
