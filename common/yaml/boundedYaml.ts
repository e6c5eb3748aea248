/**
 * Parses YAML that someone else wrote, with limits in one place for all who read it. The package `yaml` is passed in, since `common/` imports
 * no package.
 *
 * What a text consists of is read without recursion, and counted; only then is it composed, which recurses: a few thousand nested `- ` end
 * the process otherwise, and 40,000 jobs of a pipeline take seconds.
 */
import { t } from '../localization';

/** The classes of the package `yaml` that reading takes. */
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
  /** UTF-16 code units. */
  readonly length: number;
  /** Words, punctuation marks and line ends, about 8 in a line. */
  readonly lexemes: number;
  /** Levels of lists and mappings. */
  readonly depth: number;
}

/** What a pipeline, a manifest or another file that people write may have. */
export const YAML_LIMITS: YamlLimits = { length: 1_000_000, lexemes: 60_000, depth: 100 };

/** A text is beyond the limits: the message is a sentence for people. */
export class YamlLimitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'YamlLimitError';
  }
}

/**
 * The documents of a text, as the package's own `parseAllDocuments` makes them; none of an empty text. Mistakes are in their `errors`.
 *
 * Keys that are written twice are not looked for, unless `options` says so: that takes quadratic time in the package. Aliases are not
 * followed here; whoever does counts what it reads.
 *
 * @param options of the package
 * @throws YamlLimitError for a text beyond the limits
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

/** A node of the concrete syntax, as far as others stand in it. */
interface Token {
  readonly value?: unknown;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
}

/** Whether lists and mappings stand in each other more than so many levels deep; without recursion. */
function isDeeper(tokens: readonly unknown[], depth: number): boolean {
  let level: readonly unknown[] = tokens;
  // A document is a level of its own, and so is a scalar in the innermost list.
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
