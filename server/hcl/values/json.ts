/** Reads and writes values as JSON like Terraform's `jsonencode` and `jsondecode`. Source of the rules: go-cty's `json` and Go's `encoding/json`. */
import { JsonError, JsonReader } from './jsonReader';
import { sortedKeys } from './order';
import type { Value } from '../model';

export { JsonError } from './jsonReader';

/**
 * Parses a JSON document to objects, tuples, strings, exact numbers, bools and untyped nulls.
 * @throws JsonError with Terraform's message
 */
export function fromJson(text: string): Value {
  return new JsonReader(text).document();
}

/**
 * Encodes a value like `jsonencode`: no spaces, sorted keys, `<`, `>` and `&` escaped. The caller must handle sensitivity.
 * @throws JsonError if the value contains an infinity or an unknown value
 */
export function toJson(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      throw new JsonError('value is not known');
    case 'null':
      return 'null';
    case 'string':
      return quoted(value.value);
    case 'number':
      if (value.value.isInfinite) throw new JsonError('cannot serialize infinity as JSON');
      return value.value.toText();
    case 'bool':
      return String(value.value);
    case 'list':
    case 'set':
    case 'tuple':
      return `[${value.elements.map(toJson).join(',')}]`;
    case 'map':
    case 'object':
      return `{${sortedKeys(value.entries)
        .map(key => `${quoted(key)}:${toJson(value.entries.get(key)!)}`)
        .join(',')}}`;
  }
}

const ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function quoted(text: string): string {
  return `"${text.replace(/["\\<>&\u2028\u2029\u0000-\u001f]/g, character => ESCAPES.get(character) ?? escaped(character))}"`;
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Converts a value to plain data for `JSON.stringify`. Objects and maps have sorted keys and no null entries; sets are in Terraform's order; numbers
 * are rounded to doubles. Unknown and sensitive parts are undefined, so objects do not contain them.
 */
export function toPlain(value: Value): unknown {
  if (value.sensitive) return undefined;
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'null':
      return null;
    case 'number':
      return value.value.toDouble();
    case 'string':
    case 'bool':
      return value.value;
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.map(toPlain);
    case 'map':
    case 'object': {
      const entries = sortedKeys(value.entries).map(key => [key, toPlain(value.entries.get(key)!)] as const);
      return Object.fromEntries(entries.filter(([, plain]) => plain !== null && plain !== undefined));
    }
  }
}
