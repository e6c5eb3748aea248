/** Memoization. */

/** A function that computes its result once per object, and keeps it as long as the object exists. The object must be immutable. */
export function memoize<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const results = new WeakMap<K, T>();
  return key => {
    const cached = results.get(key);
    if (cached !== undefined || results.has(key)) return cached as T;
    const result = compute(key);
    results.set(key, result);
    return result;
  };
}

/**
 * The same, but keeps only results of recent keys: for results that are cheap to compute and together need much memory in a large workspace.
 * @param limit number of keys after which older results are dropped; at most twice as many results are kept
 */
export function memoizeRecent<K extends object, T>(compute: (key: K) => T, limit: number): (key: K) => T {
  let recent = new WeakMap<K, { readonly result: T }>();
  let older = recent;
  let count = 0;
  return key => {
    const cached = recent.get(key);
    if (cached) return cached.result;
    if (count++ === limit) {
      older = recent;
      recent = new WeakMap();
      count = 1;
    }
    const entry = older.get(key) ?? { result: compute(key) };
    recent.set(key, entry);
    return entry.result;
  };
}
