/** The sensitive mark of a value itself, without the marks of nested values. Source of the rules: go-cty's marks. */
import type { Value } from '../model';

/** Sets or removes the mark of a value. Nested values keep their marks. */
export function withFunctionMark<V extends Value>(value: V, sensitive: boolean): V {
  if ((value.sensitive ?? false) === sensitive) return value;
  return { ...value, sensitive };
}

/** Adds the mark if `sensitive` is true; otherwise returns the same value. */
export function addFunctionMark(value: Value, sensitive: boolean | undefined): Value {
  return sensitive ? withFunctionMark(value, true) : value;
}
