/** Results of functions, kept. */

/** A function that computes its result once for each object, and keeps it as long as there is that object. It must never change. */
export function memoize<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const results = new WeakMap<K, T>();
  return key => {
    const known = results.get(key);
    if (known !== undefined || results.has(key)) return known as T;
    const result = compute(key);
    results.set(key, result);
    return result;
  };
}
