/** Parses YAML from untrusted sources within the limits of common/yaml. */
import type { Document, LineCounter } from 'yaml';
import { yamlLibrary } from './yamlLibrary';
import { parseYamlDocuments, type YamlLimits } from '../../common/yaml/boundedYaml';

type Options = Readonly<Record<string, unknown>> & { readonly lineCounter?: LineCounter };

/**
 * Parses all documents of a text. Syntax errors are in their `errors`.
 * @throws YamlLimitError if the text exceeds the limits
 */
export function* yamlDocuments(
  text: string,
  options: Options = {},
  limits?: YamlLimits,
): Generator<undefined, Document.Parsed[]> {
  return (yield* parseYamlDocuments(text, options, yamlLibrary, limits)) as Document.Parsed[];
}
