/**
 * @param value plain JSON data.
 * @param normalize returns the canonical form of a URI, since servers and editors encode it differently (`c:` and `c%3A`).
 * @returns a copy in which every `uri` property is normalized, so that URIs can be compared as strings.
 */
export function normalizeUris<T>(value: T, normalize: (uri: string) => string): T {
  if (Array.isArray(value)) return value.map(item => normalizeUris<unknown>(item, normalize)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    key === 'uri' && typeof item === 'string' ? normalize(item) : normalizeUris(item, normalize),
  ]);
  return Object.fromEntries(entries) as T;
}
