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
    /** The lists and mappings that are open, and the document around them. */
    readonly stack: readonly unknown[];
    next(lexeme: string): Iterable<unknown>;
    end(): Iterable<unknown>;
  };
  readonly Composer: new (options: object) => {
    /** Called for each error and warning. */
    onError: (...problem: unknown[]) => void;
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
 * @param options of the package
 * @throws YamlLimitError if the text exceeds the limits
 */
export function* parseYamlDocuments(
  text: string,
  options: { readonly lineCounter?: { readonly addNewLine: (offset: number) => void } } & object,
  yaml: YamlPackage,
  limits: YamlLimits = YAML_LIMITS,
): Generator<undefined, unknown[]> {
  const tokens = yield* readTokens(text, options.lineCounter, yaml, limits);
  const composer = new yaml.Composer({ logLevel: 'silent', uniqueKeys: false, prettyErrors: false, ...options });
  const report = composer.onError;
  let problems = 0;
  composer.onError = (...problem) => {
    if (++problems > MAX_PROBLEMS) throw new YamlLimitError(t('The YAML has too many errors.'));
    report(...problem);
  };
  const documents: unknown[] = [];
  for (const document of composer.compose(tokens)) {
    documents.push(document);
    yield;
  }
  return documents;
}

function* readTokens(
  text: string,
  lineCounter: { readonly addNewLine: (offset: number) => void } | undefined,
  { Lexer, Parser }: YamlPackage,
  { length, lexemes, depth, counted }: YamlLimits,
): Generator<undefined, unknown[]> {
  if (text.length > length)
    throw new YamlLimitError(t('The YAML is longer than {0} characters.', length.toLocaleString('en')));
  lineCounter?.addNewLine(0);
  const parser = new Parser(lineCounter?.addNewLine);
  const tokens: unknown[] = [];
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
