/** Reads values of an effective configuration for checks, the platform diagram and the environment matrix. */
import { contentKey } from '../hcl/values/order';
import { whollyKnown } from '../hcl/values/value';
import type { ResolvedAttribute } from '../kubestack/inheritance/effectiveAttributes';
import type { EffectiveConfiguration, ResolvedEnvironment } from '../kubestack/inheritance/effectiveConfiguration';
import type { SourceRange, Value } from '../hcl/model';
import { plainValue } from './plainValue';

/** The value of an attribute in an environment, inherited or not; undefined if it is not set or null. */
export function effectiveValueAt({ value }: ResolvedEnvironment, path: readonly string[]): Value | undefined {
  let at: Value | undefined = value;
  for (const step of path) at = at?.kind === 'object' || at?.kind === 'map' ? at.entries.get(step) : undefined;
  return at?.kind === 'null' ? undefined : at;
}

/** The attribute with its origin. A path inside of a value that is replaced as a whole returns the whole value. */
export const effectiveAttributeAt = (
  { attributes }: ResolvedEnvironment,
  path: readonly string[],
): ResolvedAttribute | undefined =>
  attributes.find(each => path.length >= each.path.length && each.path.every((step, index) => step === path[index]));

/** An environment and the value of an attribute that it sets, or that it alone gets from the base. */
export interface WrittenAttribute {
  readonly environment: string;
  readonly attribute: ResolvedAttribute;
  readonly value: Value;
}

/**
 * Each environment that sets the attribute, and those that inherit an expression with a different value: once for each value.
 * @param conditionOf what a check compares the value with in an environment, if it can differ between environments
 */
export function writtenIn(
  effective: EffectiveConfiguration,
  path: readonly string[],
  conditionOf?: (environment: string, inEffect: ResolvedEnvironment) => string | undefined,
): WrittenAttribute[] {
  const { environments, baseKey, usesWorkspace } = effective;
  const found: WrittenAttribute[] = [];
  const keyIn = (environment: string, inEffect: ResolvedEnvironment): string | undefined => {
    const value = effectiveValueAt(inEffect, path);
    return value && JSON.stringify([contentKey(value), conditionOf?.(environment, inEffect)]);
  };
  const base = environments.get(baseKey);
  let cached: Set<string | undefined> | undefined;
  for (const [environment, inEffect] of environments) {
    const attribute = effectiveAttributeAt(inEffect, path);
    const value = effectiveValueAt(inEffect, path);
    if (!attribute || !value) continue;
    if (attribute.origin === 'inherited') {
      // Without them, environments inherit the value of the base.
      if (!usesWorkspace && !conditionOf) continue;
      cached ??= new Set([base && keyIn(baseKey, base)]);
      const key = keyIn(environment, inEffect);
      if (cached.has(key)) continue;
      cached.add(key);
    }
    found.push({ environment, attribute, value });
  }
  return found;
}

/** Whether an environment's value differs from the base. An override with the same value does not. */
export function differsFromBase(attribute: ResolvedAttribute): boolean {
  if (attribute.origin === 'inherited') return false;
  if (!attribute.overrides) return true;
  const [own, base] = [plainValue(attribute.value), plainValue(attribute.overrides.value)];
  return !own.known || JSON.stringify(own) !== JSON.stringify(base);
}

/** A known string that is not sensitive, otherwise undefined. */
export const stringValue = (value: Value | undefined): string | undefined =>
  value?.kind === 'string' && !value.sensitive ? value.value : undefined;

/** A known number, or a string that contains one, otherwise undefined. */
export function numberValue(value: Value | undefined): number | undefined {
  if (!value || value.sensitive) return undefined;
  if (value.kind === 'number') return value.value.toDouble();
  return value.kind === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.value) ? Number(value.value) : undefined;
}

/** False for `false` and `"false"`, otherwise true. */
export const isFalse = (value: Value | undefined): boolean =>
  (value?.kind === 'bool' && !value.value) || (value?.kind === 'string' && /^(?:false|0)$/.test(value.value));

/**
 * The elements of a known list, or of the comma-separated string that represents a list in the `map` generation. Spaces are kept, as the framework
 * does.
 * @returns undefined if an element is unknown, sensitive or not a string
 */
export function listElements(
  value: Value | undefined,
): { readonly text: string; readonly origin: SourceRange | undefined }[] | undefined {
  if (!value || value.sensitive || !whollyKnown(value)) return undefined;
  if (value.kind === 'string') {
    const { origin } = value;
    return value.value === '' ? [] : value.value.split(',').map(text => ({ text, origin }));
  }
  if (value.kind !== 'list' && value.kind !== 'set' && value.kind !== 'tuple') return undefined;
  const elements = value.elements.flatMap(element => {
    const text = stringValue(element);
    return text === undefined ? [] : [{ text, origin: element.origin ?? value.origin }];
  });
  return elements.length === value.elements.length ? elements : undefined;
}

/** The range without the name before the value. */
export const valueOnly = (range: SourceRange): SourceRange => ({
  item: range.item,
  start: range.valueStart ?? range.start,
  end: range.end,
});

/** `default_node_pool.min_size`. */
export const dotted = (path: readonly string[]): string => path.join('.');
