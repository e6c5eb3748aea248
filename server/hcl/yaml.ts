/** Parses YAML from untrusted sources within the limits of common/yaml. */
import { Composer, Lexer, Parser, type Document, type LineCounter } from 'yaml';
import { runToCompletion } from '../../common/runToCompletion';
import { parseYamlInSteps, type YamlLimits, type YamlPackage } from '../../common/yaml/boundedYaml';

const YAML = { Lexer, Parser, Composer } as unknown as YamlPackage;

type Options = Readonly<Record<string, unknown>> & { readonly lineCounter?: LineCounter };

/**
 * Parses all documents of a text. Syntax errors are in their `errors`.
 * @throws YamlLimitError if the text exceeds the limits
 */
export const yamlDocuments = (...parameters: Parameters<typeof yamlDocumentsInSteps>): Document.Parsed[] =>
  runToCompletion(yamlDocumentsInSteps(...parameters));

/** The same with pauses. */
export function* yamlDocumentsInSteps(
  text: string,
  options: Options = {},
  limits?: YamlLimits,
): Generator<undefined, Document.Parsed[]> {
  return (yield* parseYamlInSteps(text, options, YAML, limits)) as Document.Parsed[];
}
