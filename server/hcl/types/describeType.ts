/** Names the type of a value in a sentence. */
import { friendlyName } from './type';
import { typeOf } from '../values/value';
import type { Value } from '../model';

/** With its article: `a number`, `an object`, `a list of string`. */
export function describeType(value: Value): string {
  const name = friendlyName(typeOf(value));
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
