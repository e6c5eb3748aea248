/** Serializes values of a plan in a report, so that hidden values differ from every possible value of a resource. */
import { Hidden, type PlanValue } from './plan';

/** A hidden value is written as an object with only this key; its value is the reason. */
const HIDDEN_KEY = '$hidden';

/** Keys that match get an additional dollar sign in a report, so that they differ from `HIDDEN_KEY`. */
const LIKE_HIDDEN = /^\$+hidden$/;

/** @returns the value as JSON */
export function reportedValue(value: PlanValue): unknown {
  if (value instanceof Hidden) return { [HIDDEN_KEY]: value.why };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part: PlanValue) => reportedValue(part));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [LIKE_HIDDEN.test(key) ? `$${key}` : key, reportedValue(part)]),
  );
}

/** @returns the value that `reportedValue` serialized. In its objects, `__proto__` is an ordinary key. */
export function valueOfReport(value: unknown): PlanValue {
  if (typeof value !== 'object' || value === null) return value as PlanValue;
  if (Array.isArray(value)) return value.map(valueOfReport);
  const entries = Object.entries(value);
  const [only, ...others] = entries;
  if (only?.[0] === HIDDEN_KEY && others.length === 0) return hiddenOf(only[1]);
  return Object.fromEntries(
    entries.map(([key, part]) => [
      key !== HIDDEN_KEY && LIKE_HIDDEN.test(key) ? key.slice(1) : key,
      valueOfReport(part),
    ]),
  );
}

/** A value with an unsupported reason stays hidden. */
function hiddenOf(why: unknown): Hidden {
  if (why === 'sensitiveChanged') return Hidden.sensitiveChanged;
  return why === 'unknown' ? Hidden.unknown : Hidden.sensitive;
}
