/** Masks the values of a plan for display. */
import { ownProperty, setOwnProperty } from '../ownProperty';
import { Hidden, type PlanValue } from './plan';

/** Minimum length of sensitive values that are hidden everywhere; shorter texts often occur in other values by coincidence. */
const MIN_SECRET_LENGTH = 6;

/**
 * Collects the strings and numbers in a value that are marked as sensitive. Terraform loses the mark if a provider copies a value
 * (`terraform_data.output`, data sources, drift), so the collected values are hidden everywhere.
 *
 * @param marks Terraform's `before_sensitive` or `after_sensitive`: true, or an object or list with true for each sensitive part
 * @param found receives the values
 */
export function collectSecrets(value: unknown, marks: unknown, found: Set<string>): void {
  if (marks === undefined || marks === false || value === null) return;
  if (typeof value === 'string' || typeof value === 'number') {
    if (marks === true && String(value).length >= MIN_SECRET_LENGTH) found.add(String(value));
  } else if (typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) {
      collectSecrets(part, marks === true ? true : partOf(marks, key), found);
    }
  }
}

/** One side of a change in Terraform's JSON. */
export interface RawPlanSide {
  value: unknown;
  sensitive: unknown;
  unknown?: unknown;
  /** The other side, to determine whether a sensitive value changes. */
  other?: { value: unknown; exists: boolean };
}

/**
 * @returns the value with sensitive and unknown parts replaced, and sorted keys. Terraform's value omits attributes that are known only after
 * the apply; the result includes them.
 */
export function displayValue(
  { value, sensitive, unknown, other }: RawPlanSide,
  secrets: ReadonlySet<string>,
): PlanValue {
  if (sensitive === true) return hides(value, unknown, other) ? Hidden.sensitiveChanged : Hidden.sensitive;
  if (unknown === true) return Hidden.unknown;
  if (!sensitive && !unknown && value !== undefined) return unmarkedValue(value, other?.value, other?.exists, secrets);
  if (typeof value === 'object' || value === undefined)
    return shownParts({ value, sensitive, unknown, ...(other && { other }) }, secrets);
  if ((typeof value === 'string' || typeof value === 'number') && secrets.has(String(value))) {
    return other?.exists && other.value !== value ? Hidden.sensitiveChanged : Hidden.sensitive;
  }
  return value as PlanValue;
}

/** Like `displayValue`, for a value without marks, which is the most frequent case. */
function unmarkedValue(
  value: unknown,
  other: unknown,
  exists: boolean | undefined,
  secrets: ReadonlySet<string>,
): PlanValue {
  if (typeof value === 'string' || typeof value === 'number') {
    if (!secrets.has(String(value))) return value;
    return exists && other !== value ? Hidden.sensitiveChanged : Hidden.sensitive;
  }
  if (typeof value !== 'object' || value === null) return value as PlanValue;
  const part = (key: string): PlanValue =>
    unmarkedValue(ownProperty(value as Record<string, unknown>, key), partOf(other, key), exists, secrets);
  if (Array.isArray(value)) return value.map((_, index) => part(String(index)));
  return withKeys(sortedKeys(value), part);
}

/** Most programs write sorted keys. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  return keys.some((key, index) => index > 0 && key < keys[index - 1]!) ? keys.sort() : keys;
}

/** Like `Object.fromEntries`, without an intermediate list. */
function withKeys(keys: readonly string[], part: (key: string) => PlanValue): PlanValue {
  const result: Record<string, PlanValue> = {};
  for (const key of keys) setOwnProperty(result, key, part(key));
  return result;
}

function shownParts({ value, sensitive, unknown, other }: RawPlanSide, secrets: ReadonlySet<string>): PlanValue {
  const part = (key: string): PlanValue => {
    const otherPart = other && { value: partOf(other.value, key), exists: other.exists };
    const side = { value: partOf(value, key), sensitive: partOf(sensitive, key), unknown: partOf(unknown, key) };
    return displayValue({ ...side, ...(otherPart && { other: otherPart }) }, secrets);
  };
  const unknownKeys = typeof unknown === 'object' && unknown !== null ? unknown : {};
  if (Array.isArray(value) || (Array.isArray(unknownKeys) && (value === null || value === undefined))) {
    const length = Math.max(
      Array.isArray(value) ? value.length : 0,
      Array.isArray(unknownKeys) ? unknownKeys.length : 0,
    );
    return Array.from({ length }, (_, index) => part(String(index)));
  }
  const hidden = Object.entries(unknownKeys).filter(([, mark]) => hasUnknown(mark));
  if (value === null || value === undefined) {
    return hidden.length === 0
      ? null
      : Object.fromEntries(
          hidden
            .map(([key]) => key)
            .sort()
            .map(key => [key, part(key)]),
        );
  }
  const keys = [...new Set([...Object.keys(value), ...hidden.map(([key]) => key)])].sort();
  return Object.fromEntries(keys.map(key => [key, part(key)]));
}

function hasUnknown(mark: unknown): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(hasUnknown);
}

/** Whether a sensitive value changes, if this is known. */
function hides(value: unknown, unknown: unknown, other: RawPlanSide['other']): boolean {
  if (!other?.exists) return false;
  return hasUnknown(unknown) || JSON.stringify(sorted(value)) !== JSON.stringify(sorted(other.value));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** The part of an object or list at a key; undefined if there is none. */
export function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? ownProperty(value as Record<string, unknown>, key)
    : undefined;
}
