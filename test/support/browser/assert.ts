// The part of node:assert/strict that the extension suites use, for browsers. They are bundled with this in its place.

export class AssertionError extends Error {}

export function fail(message: unknown): never {
  throw message instanceof Error ? message : new AssertionError(String(message));
}

export function ok(value: unknown, message?: unknown): asserts value {
  if (!value) fail(message ?? `${shown(value)} is not truthy`);
}

export function equal(actual: unknown, expected: unknown, message?: unknown): void {
  if (!Object.is(actual, expected)) fail(message ?? `${shown(actual)} is not ${shown(expected)}`);
}

export function notEqual(actual: unknown, expected: unknown, message?: unknown): void {
  if (Object.is(actual, expected)) fail(message ?? `It is ${shown(actual)}`);
}

export function deepEqual(actual: unknown, expected: unknown, message?: unknown): void {
  if (!isDeepEqual(actual, expected)) fail(message ?? `${shown(actual)}\nis not\n${shown(expected)}`);
}

export function notDeepEqual(actual: unknown, expected: unknown, message?: unknown): void {
  if (isDeepEqual(actual, expected)) fail(message ?? `It is ${shown(actual)}`);
}

export function match(text: string, pattern: RegExp, message?: unknown): void {
  if (!pattern.test(text)) fail(message ?? `${shown(text)} does not match ${pattern}`);
}

export function doesNotMatch(text: string, pattern: RegExp, message?: unknown): void {
  if (pattern.test(text)) fail(message ?? `${shown(text)} matches ${pattern}`);
}

export async function rejects(promise: Promise<unknown>, pattern: RegExp): Promise<void> {
  let error: unknown;
  try {
    await promise;
  } catch (reason) {
    error = reason;
  }
  if (error === undefined) fail('It was not rejected');
  match(error instanceof Error ? error.message : shown(error), pattern);
}

const shown = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? String(value);

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Set || a instanceof Map) return isDeepEqual([...a], [...(b as Iterable<unknown>)]);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => key in b && isDeepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
