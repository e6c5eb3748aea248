/**
 * Parses untrusted YAML within limits. Callers pass the package `yaml`, since `common/` must not import packages.
 *
 * The tokens are read and counted without recursion before the nodes are composed, which is recursive. Without limits, a few thousand nested
 * `- ` would crash the process, and a pipeline with 40,000 jobs would take seconds.
 */
import { t } from '../localization';

/** The used classes of the package `yaml`. */
export interface YamlPackage {
  readonly Lexer: new () => { lex(source: string): Iterable<string> };
  readonly Parser: new (onNewLine?: (offset: number) => void) => {
    next(lexeme: string): Iterable<unknown>;
    end(): Iterable<unknown>;
  };
  readonly Composer: new (options: object) => {
    compose(tokens: Iterable<unknown>, forceDoc?: boolean, endOffset?: number): Iterable<unknown>;
  };
}

export interface YamlLimits {
  /** Maximum length in UTF-16 code units. */
  readonly length: number;
  /** Maximum number of words, punctuation marks and line ends; a line has about 8. */
  readonly lexemes: number;
  /** Maximum nesting of lists and mappings. */
  readonly depth: number;
}

/** Limits for pipelines, manifests and other files that people write. */
export const YAML_LIMITS: YamlLimits = { length: 1_000_000, lexemes: 60_000, depth: 100 };

/** A text exceeds the limits. The message can be shown to users. */
export class YamlLimitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'YamlLimitError';
  }
}

/**
 * Parses the documents of a text, like `parseAllDocuments` of the package; an empty text has none. Syntax errors are in their `errors`.
 *
 * Duplicate keys are reported only if `options` enables this, since the package needs quadratic time for it. Aliases are not resolved; callers
 * that resolve them must limit the number of nodes that they read.
 *
 * @param options of the package
 * @throws YamlLimitError if the text exceeds the limits
 */
export function parseYamlDocuments(
  text: string,
  options: { readonly lineCounter?: { readonly addNewLine: (offset: number) => void } } & object,
  { Lexer, Parser, Composer }: YamlPackage,
  limits: YamlLimits = YAML_LIMITS,
): unknown[] {
  if (text.length > limits.length)
    throw new YamlLimitError(t('The YAML is longer than {0} characters.', limits.length.toLocaleString('en')));
  const { lineCounter } = options;
  lineCounter?.addNewLine(0);
  const parser = new Parser(lineCounter?.addNewLine);
  const tokens: unknown[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > limits.lexemes) throw new YamlLimitError(t('The YAML has too many values.'));
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  if (isDeeper(tokens, limits.depth))
    throw new YamlLimitError(t('The YAML is nested more than {0} levels deep.', limits.depth));
  return [...new Composer({ logLevel: 'silent', uniqueKeys: false, prettyErrors: false, ...options }).compose(tokens)];
}

/** A node of the concrete syntax tree, with the properties that contain other nodes. */
interface Token {
  readonly value?: unknown;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
}

/** Whether lists and mappings are nested deeper than a number of levels. Not recursive. */
function isDeeper(tokens: readonly unknown[], depth: number): boolean {
  let level: readonly unknown[] = tokens;
  // A document is a level, and so is a scalar in the innermost list.
  for (let levels = -1; level.length > 0; levels++) {
    if (levels > depth) return true;
    level = level.flatMap(token => {
      const { value, items } = token as Token;
      return [value, ...(items ?? []).flatMap(item => [item.key, item.value])].filter(isToken);
    });
  }
  return false;
}

const isToken = (value: unknown): boolean => typeof value === 'object' && value !== null;
