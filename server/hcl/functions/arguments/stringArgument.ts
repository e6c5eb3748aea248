/** Reading string arguments. */
import type { Value } from '../../values/value';
import { FunctionError } from '../function';

/** The text of a string argument, which the caller has converted and checked for null. */
export function stringArgument(value: Value | undefined): string {
  if (value?.kind !== 'string') throw new FunctionError('value must be a string');
  return value.value;
}
