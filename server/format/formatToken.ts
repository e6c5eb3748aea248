/** Splits a file into tokens for the formatter. Unlike the parser's tokens, they cover everything except white space. */
import { trimEnd, trimStart } from '../syntax/parser/escapes';
import { Scanner, Token } from '../syntax/parser/scanner';

/** Symbols are their own kind: `{`, `==`, `...`. */
export type Kind =
  | 'identifier'
  | 'number'
  /** Literal text of a quoted string or a heredoc. */
  | 'literal'
  /** A line comment has its line end in it. */
  | 'comment'
  | 'newline'
  | 'openQuote'
  | 'closeQuote'
  /** `<<EOT` with its line end. */
  | 'openHeredoc'
  /** The line with the marker, without its line end. */
  | 'closeHeredoc'
  /** `${` or `%{`, perhaps with `~`, and the brace that ends it. */
  | 'openTemplate'
  | 'closeTemplate'
  | 'end'
  | Symbol;

type Symbol =
  | ('{' | '}' | '[' | ']' | '(' | ')' | '=' | ':' | '::' | ',' | '.' | '...' | '=>' | '?')
  | ('*' | '/' | '%' | '+' | '-' | '!' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||');

export interface FormatToken {
  readonly kind: Kind;
  readonly text: string;
  /** Offset in the file, in UTF-16 units; undefined for an inserted token. */
  readonly start?: number;
  /** Number of spaces before it on its line. */
  spaces: number;
}

/** An open string or heredoc; a heredoc has a marker. */
interface OpenLiteral {
  readonly marker?: string;
  atLineStart: boolean;
}

const COMMENT = /\/\*[^]*?\*\/|(?:#|\/\/)[^\n]*/y;

/** Number of tokens between two pauses: each takes less than a microsecond. */
export const TOKENS_PER_PAUSE = 1024;

/**
 * Splits a text that parses into tokens; the last one marks the end.
 * @throws SyntaxProblem for an unclosed comment
 */
export function formatTokens(text: string): Generator<undefined, FormatToken[]> {
  return new Tokenizer(text).readAll();
}

class Tokenizer {
  private readonly tokens: FormatToken[] = [];
  private readonly scanner: Scanner;
  private readonly literals: OpenLiteral[] = [];
  /** For each open template sequence, the number of braces that were open before it. */
  private readonly sequences: number[] = [];
  private braces = 0;
  private tokensAtPause = 0;

  constructor(private readonly text: string) {
    this.scanner = new Scanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  }

  *readAll(): Generator<undefined, FormatToken[]> {
    const { scanner } = this;
    for (;;) {
      const before = scanner.position;
      const token = scanner.read();
      const { tokenStart, tokenEnd } = scanner;
      const rest = this.addComments(before, tokenStart);
      if (token === Token.End) {
        this.tokens.push({ kind: 'end', text: '', start: tokenStart, spaces: tokenStart - rest });
        return this.tokens;
      }
      const kind = this.kindOf(token, tokenStart);
      this.add(kind, tokenStart, tokenEnd);
      if (kind === 'openQuote') this.literals.push({ atLineStart: false });
      if (kind === 'openHeredoc')
        this.literals.push({ marker: markerOf(this.text.slice(tokenStart, tokenEnd)), atLineStart: true });
      if (kind === 'openQuote' || kind === 'openHeredoc' || kind === 'closeTemplate') yield* this.readLiteral();
      if (this.isPauseDue()) yield;
    }
  }

  private isPauseDue(): boolean {
    if (this.tokens.length - this.tokensAtPause < TOKENS_PER_PAUSE) return false;
    this.tokensAtPause = this.tokens.length;
    return true;
  }

  private add(kind: Kind, start: number, end: number): void {
    this.tokens.push({ kind, text: this.text.slice(start, end), start, spaces: 0 });
  }

  private kindOf(token: Token, start: number): Kind {
    switch (token) {
      case Token.Identifier:
        return 'identifier';
      case Token.Number:
        return 'number';
      case Token.Quote:
        return 'openQuote';
      case Token.Heredoc:
        return 'openHeredoc';
      case Token.Newline:
        return this.isCommentAt(start) ? 'comment' : 'newline';
      case Token.OpenBrace:
        this.braces++;
        return '{';
      case Token.CloseBrace:
      case Token.StripCloseBrace:
        return this.closeBrace();
      default:
        return this.scanner.tokenText() as Symbol;
    }
  }

  private closeBrace(): Kind {
    if (this.sequences.length > 0 && this.sequences.at(-1) === this.braces) {
      this.sequences.pop();
      return 'closeTemplate';
    }
    this.braces--;
    return '}';
  }

  /** Adds comments that the scanner has skipped; returns the end of the last one. */
  private addComments(from: number, to: number): number {
    let rest = from;
    for (let at = from; at < to; at++) {
      if (!this.isCommentAt(at)) continue;
      COMMENT.lastIndex = at;
      if (!COMMENT.test(this.text)) continue;
      this.add('comment', at, COMMENT.lastIndex);
      rest = COMMENT.lastIndex;
      at = rest - 1;
    }
    return rest;
  }

  /** Whether there is a `#` or `/`, with which comments start. */
  private isCommentAt(offset: number): boolean {
    const code = this.text.charCodeAt(offset);
    return code === 35 || code === 47;
  }

  /** Reads the innermost open string or heredoc up to its end, or to its next template sequence. */
  private *readLiteral(): Generator<undefined, void> {
    const { scanner, text } = this;
    const literal = this.literals.at(-1)!;
    for (let start = scanner.position; ; start = scanner.position) {
      const closing = closingAt(text, start, literal);
      if (closing !== undefined) {
        this.add(literal.marker === undefined ? 'closeQuote' : 'closeHeredoc', start, closing);
        scanner.position = closing;
        this.literals.pop();
        return;
      }
      if (/[$%]\{/y.test(text.slice(start, start + 2))) {
        scanner.position = start + (text[start + 2] === '~' ? 3 : 2);
        this.add('openTemplate', start, scanner.position);
        literal.atLineStart = false;
        this.sequences.push(this.braces);
        return;
      }
      scanner.position = endOfPiece(text, start, literal);
      this.add('literal', start, scanner.position);
      literal.atLineStart = text[scanner.position - 1] === '\n';
      if (this.isPauseDue()) yield;
    }
  }
}

const markerOf = (opening: string): string => opening.replace(/^<<-?/, '').trim();

/** The end of a closing mark that begins here. */
function closingAt(text: string, start: number, { marker, atLineStart }: OpenLiteral): number | undefined {
  if (marker === undefined) return text[start] === '"' ? start + 1 : undefined;
  if (!atLineStart) return undefined;
  const newline = text.indexOf('\n', start);
  if (newline < 0) return undefined;
  const end = text[newline - 1] === '\r' ? newline - 1 : newline;
  return trimStart(trimEnd(text.slice(start, end))) === marker ? end : undefined;
}

/** A piece ends before a template sequence or the closing quote, or, in a heredoc, after a line end. Always advances. */
function endOfPiece(text: string, start: number, { marker }: OpenLiteral): number {
  const quoted = marker === undefined;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '$' || char === '%') {
      if (text[at + 1] === '{') return at;
      if (text[at + 1] === char && text[at + 2] === '{') at += 2;
    } else if (quoted) {
      if (char === '"') return at;
      if (char === '\\') at++;
    } else if (char === '\n') return at + 1;
  }
  return text.length;
}
