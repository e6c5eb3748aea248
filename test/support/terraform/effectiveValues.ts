/** What JSON can say. A number that a double can't hold is `{ decimal: '…' }`, its digits as text. */
export type ExactJson =
  null | boolean | number | string | readonly ExactJson[] | { readonly [name: string]: ExactJson };

/**
 * Brings the effective attributes of one environment into the one form in which results can be compared.
 * Attributes without a value are left out at every depth (elements of lists are not attributes: their nulls stay),
 * an object without any attribute is `{}` and left out at depth 1, and sets are sorted.
 *
 * @param attributes what an environment gets, as terraform or the language server answers it
 * @param setPaths where there are sets: attribute names from the top, `*` for any index of a list or key of a map
 */
export function comparableAttributes(attributes: ExactJson, setPaths: readonly (readonly string[])[] = []): ExactJson {
  const plain = withoutNulls(attributes, [], setPaths);
  if (!isObject(plain)) return plain;
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => !isEmptyObject(value)));
}

/** The same for several environments of one module call: environment to attributes. */
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
