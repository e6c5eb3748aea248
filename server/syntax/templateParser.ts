/**
 * Quoted strings and heredocs. Literal text is cut into the same pieces as terraform's scanner cuts it, since `~` trims only the
 * piece beside it (in a heredoc: to the end of the line) and a flush heredoc (`<<-`) counts the spaces of each line's first piece.
 * Source of the rules: hclsyntax/parser_template.go of hashicorp/hcl.
 */
import type { Expression, ForExpression } from './ast';
import { Scanner, Token } from './scanner';

type Part =
  | { kind: 'text'; value: string; start: number; end: number }
  | { kind: 'expression'; expression: Expression; start: number; end: number }
  | { kind: 'if'; condition: Expression; start: number; end: number }
  | { kind: 'for'; keyName: string | undefined; valueName: string; collection: Expression; start: number; end: number }
  | { kind: 'else' | 'endif' | 'endfor' | 'end'; start: number; end: number };

/** How the template is closed: by a quote, by a line with the marker, or by the end of the text. */
type Closing = { kind: 'quote' } | { kind: 'heredoc'; marker: string; flush: boolean } | { kind: 'end' };

const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING_SPACE = new RegExp(`^[${SPACE}]+`);
const TRAILING_SPACE = new RegExp(`[${SPACE}]+$`);
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Reads a template whose opening token has just been read.
 * @param base what offsets in the result are relative to
 */
export function parseTemplate(
  scanner: Scanner,
  open: number,
  closing: Closing,
  base: number,
  parseExpression: () => Expression,
): Expression {
  const parts = new PartReader(scanner, closing, parseExpression).readAll();
  if (closing.kind === 'heredoc' && closing.flush) removeIndentation(parts);
  joinText(parts);
  const span = { start: open - base, end: scanner.position - base };
  if (parts.length === 1) {
    const only = parts[0]!;
    if (only.kind === 'end') return { kind: 'text', value: '', ...span };
  }
  if (parts.length === 2) {
    const only = parts[0]!;
    if (only.kind === 'text') return { kind: 'text', value: only.value, ...span };
    if (only.kind === 'expression') return { kind: 'templateWrap', inner: only.expression, ...span };
  }
  return { kind: 'template', parts: new DirectiveReader(scanner, parts, base).readAll(), ...span };
}

/** Cuts the text up to the closing mark into parts; absolute offsets. */
class PartReader {
  private readonly parts: Part[] = [];
  private trimNext = false;
  private atLineStart = true;

  constructor(
    private readonly scanner: Scanner,
    private readonly closing: Closing,
    private readonly parseExpression: () => Expression,
  ) {}

  readAll(): Part[] {
    while (!this.readClosing()) {
      const { scanner } = this;
      const start = scanner.position;
      if (start >= scanner.limit) scanner.fail('The string is not closed.', start - 1, start);
      const two = scanner.text.slice(start, start + 2);
      if (two === '${' || two === '%{') this.readSequence(start, two);
      else this.readText(start);
    }
    this.parts.push({ kind: 'end', start: this.scanner.position, end: this.scanner.position });
    return this.parts;
  }

  private readClosing(): boolean {
    const { scanner, closing } = this;
    if (closing.kind === 'end') return scanner.position >= scanner.limit;
    if (closing.kind === 'quote') {
      if (scanner.text[scanner.position] !== '"' || scanner.position >= scanner.limit) return false;
      scanner.position++;
      return true;
    }
    if (!this.atLineStart) return false;
    const end = scanner.text.indexOf('\n', scanner.position);
    if (end < 0 || end >= scanner.limit) scanner.fail(`The heredoc is not closed: a line with "${closing.marker}" is missing.`, scanner.limit, scanner.limit);
    if (scanner.text.slice(scanner.position, end).trim() !== closing.marker) return false;
    // The line end stays: it ends the attribute too.
    scanner.position = scanner.text[end - 1] === '\r' ? end - 1 : end;
    return true;
  }

  private readText(start: number): void {
    const end = this.endOfText(start);
    this.scanner.position = end;
    this.atLineStart = this.scanner.text[end - 1] === '\n';
    const raw = this.scanner.text.slice(start, end);
    let value = this.closing.kind === 'quote' ? this.unescape(raw, start) : unescapeSequences(raw);
    if (this.trimNext) value = value.replace(LEADING_SPACE, '');
    this.trimNext = false;
    this.parts.push({ kind: 'text', value, start, end });
  }

  /** A piece ends before `${` and `%{`, before the closing quote, and after a line end. */
  private endOfText(start: number): number {
    const { text, limit } = this.scanner;
    const quoted = this.closing.kind === 'quote';
    for (let at = start; at < limit; at++) {
      const char = text[at]!;
      if (char === '$' || char === '%') {
        if (text[at + 1] === '{') return at;
        if (text[at + 1] === char && text[at + 2] === '{') at += 2;
      } else if (quoted) {
        if (char === '"') return at;
        if (char === '\n' || char === '\r') this.scanner.fail('A quoted string ends on its line: the closing quote is missing.', start, at);
        if (char === '\\') at++;
      } else if (char === '\n') return at + 1;
    }
    return limit;
  }

  private unescape(raw: string, start: number): string {
    if (!/[\\$%]/.test(raw)) return raw;
    return raw.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^]|$)|([$%])\2\{/g, (whole, escape: string | undefined, mark: string | undefined, at: number) => {
      if (mark !== undefined) return `${mark}{`;
      const simple = ESCAPES[escape ?? ''];
      if (simple !== undefined) return simple;
      const from = start + at;
      if (escape !== undefined && escape.length > 1) {
        const code = parseInt(escape.slice(1), 16);
        if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
          this.scanner.fail(`"${whole}" is not a character.`, from, from + whole.length);
        }
        return String.fromCodePoint(code);
      }
      return this.scanner.fail(`"${whole}" is not an escape sequence.`, from, from + whole.length);
    });
  }

  private readSequence(start: number, opening: string): void {
    const { scanner } = this;
    scanner.position = start + 2;
    if (scanner.text[start + 2] === '~') {
      scanner.position++;
      this.trimPrevious();
    }
    this.trimNext = false;
    this.atLineStart = false;
    const newlines = scanner.newlines;
    scanner.newlines = false;
    const part = opening === '${' ? this.readInterpolation(start) : this.readDirective(start);
    const close = scanner.read();
    if (close !== Token.CloseBrace && close !== Token.StripCloseBrace) {
      scanner.fail('Expected "}" to end this template sequence.', scanner.tokenStart, scanner.tokenEnd);
    }
    scanner.newlines = newlines;
    part.end = scanner.position;
    this.trimNext = close === Token.StripCloseBrace;
    this.parts.push(part);
  }

  private trimPrevious(): void {
    const previous = this.parts.at(-1);
    if (previous?.kind === 'text') previous.value = previous.value.replace(TRAILING_SPACE, '');
  }

  private readInterpolation(start: number): Part {
    return { kind: 'expression', expression: this.parseExpression(), start, end: start };
  }

  private readDirective(start: number): Part {
    const { scanner } = this;
    const at = { start, end: start };
    if (scanner.read() !== Token.Identifier) scanner.fail('Expected a directive: if, else, endif, for or endfor.');
    const word = scanner.tokenText();
    switch (word) {
      case 'if':
        return { kind: 'if', condition: this.parseExpression(), ...at };
      case 'else':
      case 'endif':
      case 'endfor':
        return { kind: word, ...at };
      case 'for':
        return { kind: 'for', ...readForNames(scanner), collection: this.parseExpression(), ...at };
      default:
        return scanner.fail(`"${word}" is not a directive. Directives are if, else, endif, for and endfor.`);
    }
  }
}

/** Reads `k, v in` after `for`. */
export function readForNames(scanner: Scanner): { keyName: string | undefined; valueName: string } {
  if (scanner.read() !== Token.Identifier) scanner.fail('Expected a variable name after "for".');
  let valueName = scanner.tokenText();
  let keyName: string | undefined;
  if (scanner.peek() === Token.Comma) {
    scanner.read();
    keyName = valueName;
    if (scanner.read() !== Token.Identifier) scanner.fail('Expected a variable name after the comma.');
    valueName = scanner.tokenText();
  }
  if (!scanner.peekWord('in')) scanner.fail('Expected "in" after the names of the "for".');
  scanner.read();
  return { keyName, valueName };
}

const unescapeSequences = (raw: string): string => raw.replace(/([$%])\1\{/g, '$1{');

/** Removes the smallest indentation of all lines that are not blank, as `<<-` does. */
function removeIndentation(parts: Part[]): void {
  let smallest = Number.MAX_SAFE_INTEGER;
  let lineStart = true;
  const adjust: Extract<Part, { kind: 'text' }>[] = [];
  for (const part of parts) {
    if (lineStart) {
      lineStart = false;
      if (part.kind === 'end') break;
      if (part.kind !== 'text') smallest = 0;
      else {
        const spaces = LEADING_SPACE.exec(part.value)?.[0].length ?? 0;
        if (spaces !== part.value.length || !part.value.endsWith('\n')) {
          smallest = Math.min(smallest, spaces);
          adjust.push(part);
        }
      }
    }
    if (part.kind === 'text' && part.value.endsWith('\n')) lineStart = true;
  }
  for (const part of adjust) part.value = part.value.slice(smallest);
}

function joinText(parts: Part[]): void {
  let last = 0;
  for (let i = 1; i < parts.length; i++) {
    const before = parts[last]!;
    const part = parts[i]!;
    if (before.kind === 'text' && part.kind === 'text') {
      before.value += part.value;
      before.end = part.end;
    } else parts[++last] = part;
  }
  parts.length = last + 1;
}

/** Turns the flat parts into expressions: directives become conditionals and joins. */
class DirectiveReader {
  private next = 0;

  constructor(
    private readonly scanner: Scanner,
    private readonly parts: readonly Part[],
    private readonly base: number,
  ) {}

  readAll(): Expression[] {
    const { expressions, end } = this.readUntilControl();
    if (end.kind !== 'end') this.scanner.fail(`This "${end.kind}" has no beginning.`, end.start, end.end);
    return expressions;
  }

  private readUntilControl(): { expressions: Expression[]; end: Part } {
    const expressions: Expression[] = [];
    for (;;) {
      const part = this.parts[this.next]!;
      if (part.kind !== 'end') this.next++;
      switch (part.kind) {
        case 'text':
          expressions.push({ kind: 'text', value: part.value, start: part.start - this.base, end: part.end - this.base });
          break;
        case 'expression':
          expressions.push(part.expression);
          break;
        case 'if':
          expressions.push(this.readIf(part));
          break;
        case 'for':
          expressions.push(this.readFor(part));
          break;
        default:
          return { expressions, end: part };
      }
    }
  }

  private readIf(open: Extract<Part, { kind: 'if' }>): Expression {
    const first = this.readUntilControl();
    let otherwise: Expression[] = [];
    let { end } = first;
    if (end.kind === 'else') {
      const second = this.readUntilControl();
      otherwise = second.expressions;
      end = second.end;
    }
    if (end.kind !== 'endif') this.scanner.fail('This "if" has no "endif".', open.start, open.end);
    const span = { start: open.start - this.base, end: end.end - this.base };
    return {
      kind: 'conditional',
      condition: open.condition,
      then: { kind: 'template', parts: first.expressions, ...span },
      otherwise: { kind: 'template', parts: otherwise, ...span },
      ...span,
    };
  }

  private readFor(open: Extract<Part, { kind: 'for' }>): Expression {
    const { expressions, end } = this.readUntilControl();
    if (end.kind !== 'endfor') this.scanner.fail('This "for" has no "endfor".', open.start, open.end);
    const span = { start: open.start - this.base, end: end.end - this.base };
    const inner: ForExpression = {
      kind: 'for',
      keyName: open.keyName,
      valueName: open.valueName,
      collection: open.collection,
      key: undefined,
      value: { kind: 'template', parts: expressions, ...span },
      condition: undefined,
      group: false,
      ...span,
    };
    return { kind: 'templateJoin', inner, ...span };
  }
}

/** Reads a whole text as a template, as `templatefile` does. @throws SyntaxProblem */
export function parseWholeTemplate(text: string, makeExpressionParser: (scanner: Scanner) => () => Expression): Expression {
  const scanner = new Scanner(text);
  return parseTemplate(scanner, 0, { kind: 'end' }, 0, makeExpressionParser(scanner));
}
