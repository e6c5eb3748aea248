/** Converts values to JSON for answers to programs. */
import { toPlain } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import type { Value } from '../hcl/model';

/** Replaces values that terraform marks as sensitive. */
export const SENSITIVE = '(sensitive value)';

export interface PlainValue {
  readonly value: unknown;
  readonly known: boolean;
  /** Source text if unknown; digits if a double can't represent the number. */
  readonly expression?: string;
}

export function plainValue(value: Value): PlainValue {
  if (containsSensitive(value)) return { value: null, known: false, expression: SENSITIVE };
  if (!whollyKnown(value)) return { value: null, known: false, expression: expressionSource(value) ?? '' };
  if (value.kind === 'number' && !value.value.fitsDouble())
    return { value: null, known: true, expression: value.value.toText() };
  return { value: toPlain(value) ?? null, known: true };
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
