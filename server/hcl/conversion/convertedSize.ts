/** The size of a value after its conversion: an object gets all attributes of its type, so a short text can lead to millions of them. */
import { memoize } from '../../../common/memoize';
import { largest } from '../../../common/lists';
import { MAX_VALUE_SIZE, valueSize } from '../values/valueSize';
import type { ObjectType, Type, Value } from '../model';
import { partType } from './defaults';

/** Whether a value would have more than {@link MAX_VALUE_SIZE} nodes after its conversion to a type. */
export const isTooLargeAs = (value: Value, type: Type): boolean =>
  valueSize(value) * largestObject(type) > MAX_VALUE_SIZE && sizeAs(value, type) > MAX_VALUE_SIZE;

/** The size of the largest object of a type that is converted from an empty one. */
const largestObject = memoize((type: Type): number => {
  switch (type.kind) {
    case 'object':
      return largest(
        [...type.attributes.values()].map(attribute => largestObject(attribute.type)),
        emptySize(type),
      );
    case 'tuple':
      return largest(type.elements.map(largestObject), 1);
    case 'list':
    case 'set':
    case 'map':
      return largestObject(type.element);
    default:
      return 1;
  }
});

/** The size of an object of the type that is converted from an empty one. */
const emptySize = memoize((type: ObjectType): number => {
  let size = 1;
  for (const { default: missing, type: attribute } of type.attributes.values())
    size += missing ? sizeAs(missing, attribute) : 1;
  return size;
});

function sizeAs(value: Value, type: Type): number {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.reduce((size, element, index) => size + partSize(element, type, index), 1);
    case 'map':
    case 'object': {
      let size = type.kind === 'object' ? emptySize(type) : 1;
      for (const [name, entry] of value.entries) size += partSize(entry, type, name);
      return size;
    }
    default:
      return valueSize(value);
  }
}

/** Parts that the type doesn't declare are removed. */
function partSize(part: Value, type: Type, step: string | number): number {
  const inner = partType(type, step);
  return inner ? sizeAs(part, inner) : 0;
}
