/**
 * Parses untrusted YAML within limits.
 *
 * The tokens are read and counted without recursion before the nodes are composed, which is recursive. Without limits, a few thousand nested
 * `- ` would crash the process, and a pipeline with 40,000 jobs would take seconds.
 */
import {
  Composer,
  Lexer,
  Parser,
  type Document,
  type DocumentOptions,
  type LineCounter,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';
import { t } from '../localization';

/** Options of the package. */
export type YamlOptions = ParseOptions & DocumentOptions & SchemaOptions;

type Token = Parser['stack'][number];

export interface YamlLimits {
  /** Maximum length in UTF-16 code units. */
  readonly length: number;
  /** Maximum number of words, punctuation marks and line ends; a line has about 8. */
  readonly lexemes: number;
  /** Maximum nesting of lists and mappings. */
  readonly depth: number;
  /** Called with the number of words, punctuation marks and line ends before the values are created. */
  readonly counted?: (lexemes: number) => void;
}

/** Limits for manifests and other files that people write. */
export const YAML_LIMITS: YamlLimits = { length: 1_000_000, lexemes: 60_000, depth: 100 };
/** Maximum number of errors and warnings: the package needs more time for each of them than for a value. */
const MAX_PROBLEMS = 1_000;
/** Number of words between two pauses: they take a few milliseconds. */
const WORDS_PER_PAUSE = 2_000;

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
 * @throws YamlLimitError if the text exceeds the limits
 */
export function* parseYamlDocuments(
  text: string,
  options: YamlOptions = {},
  limits: YamlLimits = YAML_LIMITS,
): Generator<undefined, Document.Parsed[]> {
  const tokens = yield* readTokens(text, options.lineCounter, limits);
  const composer = new Composer({ logLevel: 'silent', uniqueKeys: false, prettyErrors: false, ...options });
  // The package reports errors and warnings to a private method.
  const problemsOf = composer as unknown as { onError: (...problem: unknown[]) => void };
  const report = problemsOf.onError;
  let problems = 0;
  problemsOf.onError = (...problem) => {
    if (++problems > MAX_PROBLEMS) throw new YamlLimitError(t('The YAML has too many errors.'));
    report(...problem);
  };
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(tokens)) {
    documents.push(document);
    yield;
  }
  return documents;
}

function* readTokens(
  text: string,
  lineCounter: LineCounter | undefined,
  { length, lexemes, depth, counted }: YamlLimits,
): Generator<undefined, Token[]> {
  if (text.length > length)
    throw new YamlLimitError(t('The YAML is longer than {0} characters.', length.toLocaleString('en')));
  lineCounter?.addNewLine(0);
  const parser = new Parser(lineCounter?.addNewLine);
  const tokens: Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > lexemes) throw new YamlLimitError(t('The YAML has too many values.'));
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document and a value in the innermost list are on the stack as well.
    if (parser.stack.length > depth + 2)
      throw new YamlLimitError(t('The YAML is nested more than {0} levels deep.', depth));
    if (count % WORDS_PER_PAUSE === 0) yield;
  }
  for (const token of parser.end()) tokens.push(token);
  counted?.(count);
  return tokens;
}
