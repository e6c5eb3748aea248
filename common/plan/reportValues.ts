/** Values of a plan in a report's JSON, where what is hidden has to be told from every value that a resource can have. */
import { Hidden, type PlanValue } from './plan';

/** What stands for a hidden value is an object with this one key, and why it is hidden. */
const HIDDEN_KEY = '$hidden';

/** A key of a value that could be mistaken for it has one more dollar sign in a report. */
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

/** @returns the value of a report's JSON, as `reportedValue` was given it. Objects have no prototype's properties among their own. */
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

/** What is hidden for a reason that we don't know stays hidden. */
function hiddenOf(why: unknown): Hidden {
  if (why === 'sensitiveChanged') return Hidden.sensitiveChanged;
  return why === 'unknown' ? Hidden.unknown : Hidden.sensitive;
}
