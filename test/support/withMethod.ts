/**
 * Runs something while a method is replaced.
 * @param wrap returns the replacement
 */
export function withMethod<T extends object, K extends keyof T, R>(
  prototype: T,
  name: K,
  wrap: (original: T[K]) => T[K],
  run: () => R,
): R {
  const original = prototype[name];
  prototype[name] = wrap(original);
  try {
    return run();
  } finally {
    prototype[name] = original;
  }
}
