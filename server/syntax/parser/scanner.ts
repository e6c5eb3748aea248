/**
 * Tokenizer for HCL's native syntax. The published tree-sitter grammar is more lenient than Terraform in some places and stricter in others
 * (`1e3` is an error there), so blocks are parsed with Terraform's own rules. Source of the rules: hclsyntax/scan_tokens.rl of hashicorp/hcl.
 */
import { t } from '../../../common/localization';

export const enum Token {
  End,
  Newline,
  Identifier,
  Number,
  Quote,
  Heredoc,
  /** `}`. `~}` ends a template sequence too. */
  CloseBrace,
  StripCloseBrace,
  OpenBrace,
  OpenBracket,
  CloseBracket,
  OpenParen,
  CloseParen,
  Equal,
  Colon,
  DoubleColon,
  Comma,
  Dot,
  Ellipsis,
  FatArrow,
  Question,
  Star,
  Slash,
  Percent,
  Plus,
  Minus,
  Bang,
  EqualEqual,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or,
  Invalid,
}

/** A syntax error. Offsets are absolute in the scanned text. */
export class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
    this.name = 'SyntaxProblem';
  }
}

/** Creates a syntax error without a stack trace: capturing one takes longer than parsing a line, and there can be thousands of errors. */
function problemWithoutStack(message: string, start: number, end: number): SyntaxProblem {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const problem = new SyntaxProblem(message, start, end);
  Error.stackTraceLimit = stackTraceLimit;
  return problem;
}

/** Maximum length of a message, since the text that it quotes can be long. */
const MAX_MESSAGE = 300;

const NUMBER = /[0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;

/** Tokens of one character, by its code: nearly every second token of a file is one. */
const SINGLE: readonly (Token | undefined)[] = byCode({
  '[': Token.OpenBracket,
  ']': Token.CloseBracket,
  '(': Token.OpenParen,
  ')': Token.CloseParen,
  '{': Token.OpenBrace,
  '}': Token.CloseBrace,
  ',': Token.Comma,
  '?': Token.Question,
  '*': Token.Star,
  '/': Token.Slash,
  '%': Token.Percent,
  '+': Token.Plus,
  '-': Token.Minus,
  '=': Token.Equal,
  ':': Token.Colon,
  '!': Token.Bang,
  '<': Token.Less,
  '>': Token.Greater,
  '.': Token.Dot,
  '"': Token.Quote,
});
/** Tokens of two characters: by the code of the first, then by that of the second. */
const DOUBLE: readonly (readonly (Token | undefined)[] | undefined)[] = byCode({
  '=': byCode({ '=': Token.EqualEqual, '>': Token.FatArrow }),
  '!': byCode({ '=': Token.NotEqual }),
  '<': byCode({ '=': Token.LessEqual }),
  '>': byCode({ '=': Token.GreaterEqual }),
  '&': byCode({ '&': Token.And }),
  '|': byCode({ '|': Token.Or }),
  ':': byCode({ ':': Token.DoubleColon }),
  '~': byCode({ '}': Token.StripCloseBrace }),
});

function byCode<T>(values: Readonly<Record<string, T>>): (T | undefined)[] {
  const list = Array<T | undefined>(128).fill(undefined);
  for (const [char, value] of Object.entries(values)) list[char.charCodeAt(0)] = value;
  return list;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isAsciiLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

export class Scanner {
  /** Offset of the next character to read. */
  position: number;
  /** Whether newlines are tokens (in bodies and objects) or white space (in parentheses, brackets and templates). */
  newlines = true;
  /** The token that {@link peek} returned last. */
  token: Token = Token.End;
  tokenStart = 0;
  tokenEnd = 0;
  /** Offset at which the current top-level item starts. */
  itemStart = 0;
  /** Offset after the last character that was examined before a syntax error; can be after {@link position}. */
  scanned = 0;
  private peekedAt = -1;
  private peekedNewlines = true;

  constructor(
    readonly text: string,
    position = 0,
    readonly limit = text.length,
  ) {
    this.position = position;
  }

  /** Returns the next token without consuming it, and sets {@link token}, `tokenStart` and `tokenEnd`. */
  peek(): Token {
    if (this.peekedAt !== this.position || this.peekedNewlines !== this.newlines) {
      this.scan();
      this.peekedAt = this.position;
      this.peekedNewlines = this.newlines;
    }
    return this.token;
  }

  /** Consumes the next token. */
  read(): Token {
    const token = this.peek();
    this.position = this.tokenEnd;
    return token;
  }

  tokenText(): string {
    return this.text.slice(this.tokenStart, this.tokenEnd);
  }

  /** Whether the next token is the given identifier. */
  peekWord(word: string): boolean {
    return (
      this.peek() === Token.Identifier && this.tokenEnd - this.tokenStart === word.length && this.tokenText() === word
    );
  }

  fail(message: string, start = this.tokenStart, end = this.tokenEnd): never {
    this.scanned = Math.max(this.scanned, this.position, start);
    const shortMessage = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
    throw problemWithoutStack(shortMessage, start, Math.max(end, start));
  }

  private found(token: Token, start: number, end: number): void {
    this.token = token;
    this.tokenStart = start;
    this.tokenEnd = end;
  }

  private scan(): void {
    const start = this.skipSpace();
    if (start >= this.limit) return this.found(Token.End, this.limit, this.limit);
    const { text } = this;
    const code = text.charCodeAt(start);
    if (code === 10) return this.found(Token.Newline, start, start + 1);
    if (code === 13 && text.charCodeAt(start + 1) === 10) return this.found(Token.Newline, start, start + 2);
    // A line comment includes its line end. If newlines are tokens, the comment is one.
    if (code === 35 || (code === 47 && text.charCodeAt(start + 1) === 47)) {
      return this.found(Token.Newline, start, endOfLine(text, start, this.limit));
    }
    if (isAsciiLetter(code) || code > 127) return this.scanIdentifier(start);
    if (isDigit(code)) {
      NUMBER.lastIndex = start;
      NUMBER.test(text);
      return this.found(Token.Number, start, NUMBER.lastIndex);
    }
    this.scanSymbol(start);
  }

  private scanIdentifier(start: number): void {
    const { text } = this;
    let end = start;
    for (
      let code = text.charCodeAt(end);
      isAsciiLetter(code) || isDigit(code) || code === 45;
      code = text.charCodeAt(end)
    )
      end++;
    if (text.charCodeAt(end) > 127) {
      IDENTIFIER.lastIndex = start;
      if (!IDENTIFIER.test(text)) {
        const width = (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
        return this.found(Token.Invalid, start, start + width);
      }
      end = IDENTIFIER.lastIndex;
    }
    this.found(Token.Identifier, start, Math.min(end, this.limit));
  }

  private scanSymbol(start: number): void {
    const { text } = this;
    const code = text.charCodeAt(start);
    const next = text.charCodeAt(start + 1);
    if (code === 46 && next === 46 && text.charCodeAt(start + 2) === 46)
      return this.found(Token.Ellipsis, start, start + 3);
    if (code === 60 && next === 60) {
      HEREDOC.lastIndex = start;
      if (HEREDOC.test(text)) return this.found(Token.Heredoc, start, HEREDOC.lastIndex);
    }
    const double = DOUBLE[code]?.[next];
    if (double !== undefined) return this.found(double, start, start + 2);
    this.found(SINGLE[code] ?? Token.Invalid, start, start + 1);
  }

  /** Skips spaces and block comments and, if they are not tokens, newlines and line comments. */
  private skipSpace(): number {
    const { text, limit } = this;
    let at = this.position;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 32 || code === 9) at++;
      else if (!this.newlines && (code === 10 || (code === 13 && text.charCodeAt(at + 1) === 10))) at++;
      else if (code === 47 && text.charCodeAt(at + 1) === 42) at = this.skipBlockComment(at);
      else if (code === 35 || (code === 47 && text.charCodeAt(at + 1) === 47)) {
        const end = endOfLine(text, at, limit);
        // A comment without a line end (at the end of the text) is not a newline.
        if (this.newlines && text.charCodeAt(end - 1) === 10) return at;
        at = end;
      } else return Math.min(at, limit);
      if (at >= limit) return limit;
    }
  }

  private skipBlockComment(start: number): number {
    const { text, limit } = this;
    // The search must not go beyond the limit.
    const end = (limit < text.length ? text.slice(0, limit) : text).indexOf('*/', start + 2);
    if (end < 0) {
      this.scanned = this.limit;
      this.fail(t('This comment is not closed: "*/" is missing.'), start, start + 2);
    }
    return end + 2;
  }
}

function endOfLine(text: string, from: number, limit: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 || at >= limit ? limit : at + 1;
}
