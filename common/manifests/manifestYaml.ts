/** Reads Kubernetes objects from YAML as kustomize does: with YAML 1.2's booleans, and integers of any size. */
import { now } from '../now';
import { t } from '../localization';
import { parseYamlDocuments, type YamlOptions } from '../yaml/boundedYaml';

/** Largest output of a program for many overlays. A custom resource definition can have a megabyte. */
const LIMITS = { length: 64 * 1024 * 1024, lexemes: 20_000_000, depth: 250 };

/** @throws Error when the text is not valid YAML */
export function manifestDocuments(text: string): unknown[] {
  const options: YamlOptions = { version: '1.2', schema: 'core', intAsBigInt: true };
  const documents = now(parseYamlDocuments(text, options, LIMITS));
  return documents.map(document => {
    const [error] = document.errors;
    if (error) throw new Error(t("The program's output is not valid YAML: {0}", error.message));
    return withNumbers(document.toJS({ maxAliasCount: 10_000 }));
  });
}

/** Converts integers to numbers if a double holds them exactly. */
function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withNumbers(entry)]));
}
