/** Reads and changes the sensitivity of values. */
import { containsSensitive } from './value';
import type { Value } from '../model';

/** The value, marked sensitive if one of the sources is marked itself. */
export const markedLike = <V extends Value>(value: V, ...sources: readonly Value[]): V =>
  !value.sensitive && sources.some(source => source.sensitive) ? { ...value, sensitive: true } : value;

/** The value without sensitive marks at any depth. Returns the same value if it has none. */
export function withoutSensitivity(value: Value): Value {
  if (!containsSensitive(value)) return value;
  const { sensitive: _, ...plain } = value;
  switch (plain.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return { ...plain, elements: plain.elements.map(withoutSensitivity) };
    case 'map':
    case 'object':
      return { ...plain, entries: new Map([...plain.entries].map(([key, entry]) => [key, withoutSensitivity(entry)])) };
    default:
      return plain;
  }
}
