/** Kubernetes objects as YAML, read as kustomize's own reader does: YAML 1.2's words for booleans, integers of any size. */
import { t } from '../localization';
import { parseYamlDocuments, type YamlPackage } from '../yaml/boundedYaml';

/** What a program prints of many overlays. Definitions of custom resources have a megabyte each. */
const LIMITS = { length: 64 * 1024 * 1024, lexemes: 20_000_000, depth: 250 };

/** @throws Error for what is no YAML */
export function manifestDocuments(text: string, yaml: YamlPackage): unknown[] {
  const options = { version: '1.2', schema: 'core', intAsBigInt: true };
  const documents = parseYamlDocuments(text, options, yaml, LIMITS) as readonly ManifestDocument[];
  return documents.map(document => {
    const [error] = document.errors;
    if (error) throw new Error(t('The program prints what is no YAML: {0}', error.message));
    return withNumbers(document.toJS({ maxAliasCount: 10_000 }));
  });
}

interface ManifestDocument {
  readonly errors: readonly { readonly message: string }[];
  toJS(options: { readonly maxAliasCount: number }): unknown;
}

/** Integers as numbers wherever a double holds them. */
function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withNumbers(entry)]));
}
