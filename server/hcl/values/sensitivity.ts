/** Sensitivity of values, at every depth. */
import { containsSensitive } from './value';
import type { Value } from '../model';

/** The value, sensitive where one of the sources is sensitive itself. */
export const markedLike = <V extends Value>(value: V, ...sources: readonly Value[]): V =>
  !value.sensitive && sources.some(source => source.sensitive) ? { ...value, sensitive: true } : value;

/** The value with no mark of sensitivity at any depth; the value itself where there was none. */
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
