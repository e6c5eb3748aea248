/** Converts JSON to values. */
import { dictionary, scalar, type Known } from './value';

/** Longer texts are not parsed. */
const MAX_LENGTH = 100_000;

/** @returns undefined if the text is not JSON */
export function readJson(text: string): Known | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return known(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function known(data: unknown): Known {
  if (Array.isArray(data)) return { kind: 'list', items: data.map(known) };
  if (typeof data === 'object' && data !== null)
    return dictionary(Object.entries(data).map(([name, value]) => [name, known(value)] as const));
  return scalar(typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' ? data : null);
}
