/** Converts values to JSON for answers to programs. */
import { toPlain } from '../hcl/values/json';
import { sortedKeys } from '../hcl/values/order';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import type { Value } from '../hcl/model';

/** Replaces values that terraform marks as sensitive. */
export const SENSITIVE = '(sensitive value)';

export interface PlainValue {
  readonly value: unknown;
  readonly known: boolean;
  /** Source text if unknown; JSON with all digits if a double can't represent a number in the value. */
  readonly expression?: string;
}

export function plainValue(value: Value): PlainValue {
  if (containsSensitive(value)) return { value: null, known: false, expression: SENSITIVE };
  if (!whollyKnown(value)) return { value: null, known: false, expression: expressionSource(value) ?? '' };
  if (!fitsDoubles(value)) return { value: null, known: true, expression: exactText(value) };
  return { value: toPlain(value) ?? null, known: true };
}

/** Whether doubles can represent all numbers in a known value. */
function fitsDoubles(value: Value): boolean {
  switch (value.kind) {
    case 'number':
      return value.value.fitsDouble();
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.every(fitsDoubles);
    case 'map':
    case 'object':
      return [...value.entries.values()].every(fitsDoubles);
    default:
      return true;
  }
}

/** JSON with all digits, otherwise like that of {@link toPlain}. */
function exactText(value: Value): string {
  switch (value.kind) {
    case 'number':
      return value.value.toText();
    case 'list':
    case 'set':
    case 'tuple':
      return `[${value.elements.map(exactText).join(',')}]`;
    case 'map':
    case 'object': {
      const entries = sortedKeys(value.entries).map(key => [key, value.entries.get(key)!] as const);
      const set = entries.filter(([, entry]) => entry.kind !== 'null');
      return `{${set.map(([key, entry]) => `${JSON.stringify(key)}:${exactText(entry)}`).join(',')}}`;
    }
    default:
      return JSON.stringify(toPlain(value));
  }
}

/**
 * Source text of the expression that gives a value. For an unknown value: the written expression if it names what is unknown; otherwise, as in a
 * map that is merged with an unknown one, the unknown expression.
 */
export function expressionSource(value: Value): string | undefined {
  const { origin } = value;
  const written = origin?.item.text.slice(origin.valueStart ?? origin.start, origin.end);
  const cause = value.kind === 'unknown' ? value.expression : undefined;
  return cause === undefined || written?.includes(cause) ? written : cause;
}
