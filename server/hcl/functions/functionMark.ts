/** The sensitive mark of one value, apart from what is inside of it. Source of the rules: the marks of go-cty. */
import type { Value } from '../model';

/** The value with its own mark set or removed; what is inside keeps its marks. */
export function withFunctionMark<V extends Value>(value: V, sensitive: boolean): V {
  if ((value.sensitive ?? false) === sensitive) return value;
  return { ...value, sensitive };
}

/** The value marked sensitive when `sensitive` is true, else as it is. */
export function addFunctionMark(value: Value, sensitive: boolean | undefined): Value {
  return sensitive ? withFunctionMark(value, true) : value;
}
