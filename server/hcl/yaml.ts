/** Parses YAML from untrusted sources within the limits of common/yaml. */
import { Composer, Lexer, Parser, type Document, type LineCounter } from 'yaml';
import { parseYamlDocuments, type YamlLimits, type YamlPackage } from '../../common/yaml/boundedYaml';

const YAML = { Lexer, Parser, Composer } as unknown as YamlPackage;

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
  return (yield* parseYamlDocuments(text, options, YAML, limits)) as Document.Parsed[];
}
