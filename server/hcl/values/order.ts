/** Terraform's iteration order: keys of maps and objects, elements of sets. Source of the rules: go-cty's set rules and element iterators. */
import { quoteAsGo } from '../goQuoted';
import type { Value } from '../model';

/** Compares strings by their UTF-8 bytes: negative, zero or positive. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** In UTF-16, the surrogates of U+10000 and above sort before U+E000. */
const codePointRank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** The keys of a map or object in Terraform's iteration order. */
export function sortedKeys(entries: ReadonlyMap<string, Value>): string[] {
  return [...entries.keys()].sort(compareText);
}

/**
 * Compares two elements of a set: negative, zero or positive. Strings by bytes, numbers by value, false before true, then unknown, then null. Other
 * values by {@link contentKey}.
 */
export function compareValues(a: Value, b: Value): number {
  const rank = elementRank(a) - elementRank(b);
  if (rank !== 0 || elementRank(a) > 0) return rank;
  if (a.kind === 'string' && b.kind === 'string') return compareText(a.value, b.value);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.value) - Number(b.value);
  if (a.kind === 'number' && b.kind === 'number') return a.value.equals(b.value) ? 0 : a.value.compare(b.value);
  return compareText(contentKey(a), contentKey(b));
}

const elementRank = (value: Value): number => (value.kind === 'null' ? 2 : value.kind === 'unknown' ? 1 : 0);

interface Keyed {
  readonly key: string;
  readonly value: Value;
}

/** {@link compareValues} with precomputed keys. */
export function compareKeyed(a: Keyed, b: Keyed): number {
  const simple = a.value.kind === 'string' || a.value.kind === 'bool' || a.value.kind === 'number';
  if (simple || elementRank(a.value) > 0 || elementRank(b.value) > 0) return compareValues(a.value, b.value);
  return compareText(a.key, b.key);
}

/** A text of the whole value. Equal values have equal texts; Terraform sorts the objects, lists, … of a set by it. */
export function contentKey(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'null':
      return '~';
    case 'string':
      return quoteAsGo(value.value);
    case 'number':
      return value.value.toTenDigits();
    case 'bool':
      return value.value ? 'T' : 'F';
    case 'list':
    case 'set':
      return `[${value.elements.map(element => `${contentKey(element)};`).join('')}]`;
    case 'tuple':
      return `<${value.elements.map(element => `${contentKey(element)};`).join('')}>`;
    case 'map':
      return `{${sortedKeys(value.entries)
        .map(key => `${quoteAsGo(key)}:${contentKey(value.entries.get(key)!)};`)
        .join('')}}`;
    case 'object':
      return `<${sortedKeys(value.entries)
        .map(key => `${contentKey(value.entries.get(key)!)};`)
        .join('')}>`;
  }
}
