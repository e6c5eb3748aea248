/** A JSON value. A number that a double can't represent is `{ decimal: '…' }` with its digits. */
export type ExactJson =
  null | boolean | number | string | readonly ExactJson[] | { readonly [name: string]: ExactJson };

/**
 * Normalizes the effective attributes of an environment for comparison. Null attributes are removed at every depth, but not null elements of
 * lists. Empty objects are removed at depth 1, and sets are sorted.
 *
 * @param attributes of an environment, from terraform or the language server
 * @param setPaths paths of sets: attribute names, and `*` for any index of a list or key of a map
 */
export function comparableAttributes(attributes: ExactJson, setPaths: readonly (readonly string[])[] = []): ExactJson {
  const plain = withoutNulls(attributes, [], setPaths);
  if (!isObject(plain)) return plain;
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => !isEmptyObject(value)));
}

/** Normalizes the attributes of several environments of a module call. */
export function comparableEnvironments(
  environments: Readonly<Record<string, ExactJson>>,
  setPaths: readonly (readonly string[])[] = [],
): Record<string, ExactJson> {
  const entries = Object.entries(environments).map(([name, value]) => [name, comparableAttributes(value, setPaths)]);
  return Object.fromEntries(entries) as Record<string, ExactJson>;
}

function withoutNulls(value: ExactJson, path: readonly string[], setPaths: readonly (readonly string[])[]): ExactJson {
  if (Array.isArray(value)) {
    const elements = (value as readonly ExactJson[]).map(element => withoutNulls(element, [...path, '*'], setPaths));
    return setPaths.some(setPath => isPath(setPath, path)) ? elements.sort(byText) : elements;
  }
  if (!isObject(value)) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== null);
  present.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(present.map(([name, inner]) => [name, withoutNulls(inner, [...path, name], setPaths)]));
}

function isPath(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index]);
}

function byText(a: ExactJson, b: ExactJson): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function isObject(value: ExactJson): value is { readonly [name: string]: ExactJson } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEmptyObject(value: ExactJson): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}
