/** Parses YAML from untrusted sources within the limits of common/yaml. */
import { Composer, Lexer, Parser, type Document, type LineCounter } from 'yaml';
import { parseYamlDocuments, type YamlLimits, type YamlPackage } from '../../common/yaml/boundedYaml';

const YAML = { Lexer, Parser, Composer } as unknown as YamlPackage;

/**
 * Parses all documents of a text. Syntax errors are in their `errors`.
 * @throws YamlLimitError if the text exceeds the limits
 */
export const yamlDocuments = (
  text: string,
  options: Readonly<Record<string, unknown>> & { readonly lineCounter?: LineCounter } = {},
  limits?: YamlLimits,
): Document.Parsed[] => parseYamlDocuments(text, options, YAML, limits) as Document.Parsed[];
