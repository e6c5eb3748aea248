/** Parts of an effective configuration, as checks read them. */
import { whollyKnown, type Place, type Value } from '../../hcl/values/value';
import type { AttributeInEffect } from '../../kubestack/inheritance/effectiveAttributes';
import type { EffectiveConfiguration, EnvironmentInEffect } from '../../kubestack/inheritance/effectiveConfiguration';

/** The value of an attribute in an environment, inherited or not; undefined where it is not set, or null. */
export function valueAt({ value }: EnvironmentInEffect, path: readonly string[]): Value | undefined {
  let at: Value | undefined = value;
  for (const step of path) at = at?.kind === 'object' || at?.kind === 'map' ? at.entries.get(step) : undefined;
  return at?.kind === 'null' ? undefined : at;
}

/** The attribute with where it comes from. A path inside of a value that counts as one leads to that. */
export const attributeAt = (
  { attributes }: EnvironmentInEffect,
  path: readonly string[],
): AttributeInEffect | undefined =>
  attributes.find(each => path.length >= each.path.length && each.path.every((step, index) => step === path[index]));

/** An environment, and an attribute that is written for it: what it inherits is found fault with where it is written. */
export interface WrittenAttribute {
  readonly environment: string;
  readonly attribute: AttributeInEffect;
  readonly value: Value;
}

/** Each environment that does not inherit the attribute. */
export function writtenIn(effective: EffectiveConfiguration, path: readonly string[]): WrittenAttribute[] {
  return [...effective.environments].flatMap(([environment, inEffect]) => {
    const attribute = attributeAt(inEffect, path);
    const value = valueAt(inEffect, path);
    return attribute && value && attribute.origin !== 'inherited' ? [{ environment, attribute, value }] : [];
  });
}

/** The text of a known string; undefined for anything else, and for what is sensitive. */
export const textOf = (value: Value | undefined): string | undefined =>
  value?.kind === 'string' && !value.sensitive ? value.value : undefined;

/** A known number, or a text that is one; undefined for anything else. */
export function numberOf(value: Value | undefined): number | undefined {
  if (!value || value.sensitive) return undefined;
  if (value.kind === 'number') return value.value.toDouble();
  return value.kind === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.value) ? Number(value.value) : undefined;
}

/** False where it is false, also as text. */
export const isFalse = (value: Value | undefined): boolean =>
  (value?.kind === 'bool' && !value.value) || (value?.kind === 'string' && /^(?:false|0)$/.test(value.value));

/**
 * The elements of a known list, or of the text with commas that stands for one in the `map` generation, as that is split: spaces stay.
 * @returns undefined where anything of it is not known, no text, or sensitive
 */
export function elementsOf(
  value: Value | undefined,
): { readonly text: string; readonly origin: Place | undefined }[] | undefined {
  if (!value || value.sensitive || !whollyKnown(value)) return undefined;
  if (value.kind === 'string') {
    const { origin } = value;
    return value.value === '' ? [] : value.value.split(',').map(text => ({ text, origin }));
  }
  if (value.kind !== 'list' && value.kind !== 'set' && value.kind !== 'tuple') return undefined;
  const elements = value.elements.flatMap(element => {
    const text = textOf(element);
    return text === undefined ? [] : [{ text, origin: element.origin ?? value.origin }];
  });
  return elements.length === value.elements.length ? elements : undefined;
}

/** A place without the name before the value. */
export const valueOnly = (place: Place): Place => ({
  item: place.item,
  start: place.valueStart ?? place.start,
  end: place.end,
});

/** `default_node_pool.min_size`. */
export const dotted = (path: readonly string[]): string => path.join('.');
