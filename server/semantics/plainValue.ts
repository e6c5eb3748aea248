/** Values as JSON, for answers that programs read. */
import { toPlain } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import type { Value } from '../hcl/model';

/** Shown in place of what terraform marks sensitive. */
export const SENSITIVE = '(sensitive value)';

export interface PlainValue {
  readonly value: unknown;
  readonly known: boolean;
  /** Source text when not known; digits when a double can't hold the number. */
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
 * Source text of the expression that gives a value. Of what is not known: where the value is written, if that names what makes it
 * unknown; otherwise, as where a map merges with one that is not known, what makes it so.
 */
export function expressionSource(value: Value): string | undefined {
  const { origin } = value;
  const written = origin?.item.text.slice(origin.valueStart ?? origin.start, origin.end);
  const cause = value.kind === 'unknown' ? value.expression : undefined;
  return cause === undefined || written?.includes(cause) ? written : cause;
}
