/**
 * Parses quoted strings and heredocs. Literal text is split into the same tokens as by Terraform's scanner, since `~` trims only the adjacent
 * token (in a heredoc: to the end of the line), and a flush heredoc (`<<-`) counts the spaces of the first token in each line.
 * Source of the rules: hclsyntax/parser_template.go of hashicorp/hcl.
 */
import { t } from '../../../common/localization';
import type { Expression } from '../ast';
import { leadingSpaces, trimEnd, trimStart, unescapeQuoted, unescapeSequences } from './escapes';
import type { Scanner } from './scanner';
import { Token } from './scanner';
import { sharedText } from '../sharedText';
import { readDirectives, type Part } from './templateDirectives';

/** The end of a template: a quote, a line with the marker, or the end of the text. */
export type Closing = { kind: 'quote' } | { kind: 'heredoc'; marker: string; flush: boolean } | { kind: 'end' };

/**
 * Parses a template after its opening token.
 * @param base offset in the scanner's text; offsets in the result are relative to it
 * @returns the template, and in `levels` the number of levels that it adds to those of its expressions
 */
export function parseTemplate(
  scanner: Scanner,
  open: number,
  closing: Closing,
  base: number,
  parseExpression: () => Expression,
): { expression: Expression; levels: number } {
  const plainEnd = closing.kind === 'quote' ? endOfPlainText(scanner) : -1;
  if (plainEnd >= 0) {
    const value = sharedText(scanner.text.slice(scanner.position, plainEnd));
    scanner.position = plainEnd + 1;
    return { expression: { kind: 'text', value, start: open - base, end: scanner.position - base }, levels: 0 };
  }
  const parts = new PartReader(scanner, closing, parseExpression).readAll();
  if (closing.kind === 'heredoc' && closing.flush) removeIndentation(parts);
  joinText(parts);
  const span = { start: open - base, end: scanner.position - base };
  const only = parts.length > 2 ? undefined : parts[0];
  if (only?.kind === 'end') return { expression: { kind: 'text', value: '', ...span }, levels: 0 };
  if (only?.kind === 'text') return { expression: { kind: 'text', value: only.value, ...span }, levels: 0 };
  if (only?.kind === 'expression')
    return { expression: { kind: 'templateWrap', inner: only.expression, ...span }, levels: 1 };
  const { expressions, levels } = readDirectives(scanner, parts, base);
  return { expression: { kind: 'template', parts: expressions, ...span }, levels };
}

/** Offset of the closing quote of a string without escapes, sequences and line ends, which is the most frequent case; -1 for other strings. */
function endOfPlainText({ text, position, limit }: Scanner): number {
  for (let at = position; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at;
    // \ $ % and line ends.
    if (code === 92 || code === 36 || code === 37 || code === 10 || code === 13) return -1;
  }
  return -1;
}

/** Splits a template into parts with absolute offsets. */
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
      if (start >= scanner.limit) scanner.fail(t('The string is not closed.'), start - 1, start);
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
    if (end < 0 || end >= scanner.limit)
      scanner.fail(
        t('The heredoc is not closed: a line with "{0}" is missing.', closing.marker),
        scanner.limit,
        scanner.limit,
      );
    const line = scanner.text.slice(scanner.position, scanner.text[end - 1] === '\r' ? end - 1 : end);
    if (!line.includes(closing.marker) || line.includes('\r')) return false;
    if (trimStart(trimEnd(line)) !== closing.marker) return false;
    // The line end is not consumed, since it also ends the attribute.
    scanner.position += lengthWithoutBlanks(line);
    return true;
  }

  private readText(start: number): void {
    const end = this.endOfText(start);
    this.scanner.position = end;
    this.atLineStart = this.scanner.text[end - 1] === '\n';
    const raw = this.scanner.text.slice(start, end);
    let value = this.closing.kind === 'quote' ? unescapeQuoted(this.scanner, raw, start) : unescapeSequences(raw);
    if (this.trimNext) value = trimStart(value);
    this.trimNext = false;
    this.parts.push({ kind: 'text', value, start, end });
  }

  /** End of a literal part: before `${` or `%{`, before the closing quote, or after a line end. */
  private endOfText(start: number): number {
    const { text, limit } = this.scanner;
    const quoted = this.closing.kind === 'quote';
    for (let at = start; at < limit; at++) {
      const char = text[at]!;
      if (char === '$' || char === '%') {
        if (text[at + 1] === '{') return at;
        if (text[at + 1] === char && text[at + 2] === '{') at += 2;
        else if (!quoted && isLineEnd(text, at + 2)) return at + 2;
      } else if (quoted) {
        if (char === '"') return at;
        if (char === '\n' || char === '\r') {
          this.scanner.fail(t('A quoted string ends on its line: the closing quote is missing.'), start, at);
        }
        if (char === '\\') at++;
      } else if (char === '\n') return at + 1;
      else if (char === '\r' && text[at + 1] !== '\n') return this.endAtCarriageReturn(start, at);
    }
    if (quoted) this.scanner.fail(t('The string is not closed.'), limit - 1, limit);
    return limit;
  }

  /** End of the part at a carriage return without a line feed. In a template file, the part that starts with it extends to the end of the file. */
  private endAtCarriageReturn(start: number, at: number): number {
    if (this.closing.kind === 'end') return at > start ? at : this.scanner.limit;
    return this.scanner.fail(t('A carriage return without a newline is not allowed here.'), at, at + 1);
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
      scanner.fail(t('Expected "}" to end this template sequence.'), scanner.tokenStart, scanner.tokenEnd);
    }
    scanner.newlines = newlines;
    part.end = scanner.position;
    this.trimNext = close === Token.StripCloseBrace;
    this.parts.push(part);
  }

  private trimPrevious(): void {
    const previous = this.parts.at(-1);
    if (previous?.kind === 'text') previous.value = trimEnd(previous.value);
  }

  private readInterpolation(start: number): Part {
    return { kind: 'expression', expression: this.parseExpression(), start, end: start };
  }

  private readDirective(start: number): Part {
    const { scanner } = this;
    const at = { start, end: start };
    if (scanner.read() !== Token.Identifier) scanner.fail(t('Expected a directive: if, else, endif, for or endfor.'));
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
        return scanner.fail(t('"{0}" is not a directive. Directives are if, else, endif, for and endfor.', word));
    }
  }
}

function lengthWithoutBlanks(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return end;
}

/** Whether there is a line end at an offset: after `$` and another character, it is a separate part. */
const isLineEnd = (text: string, at: number): boolean =>
  text[at - 1] !== '\n' && (text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n'));

/** Parses `k, v in` after `for`. */
export function readForNames(scanner: Scanner): { keyName: string | undefined; valueName: string } {
  if (scanner.read() !== Token.Identifier) scanner.fail(t('Expected a variable name after "for".'));
  let valueName = scanner.tokenText();
  let keyName: string | undefined;
  if (scanner.peek() === Token.Comma) {
    scanner.read();
    keyName = valueName;
    if (scanner.read() !== Token.Identifier) scanner.fail(t('Expected a variable name after the comma.'));
    valueName = scanner.tokenText();
  }
  if (!scanner.peekWord('in')) scanner.fail(t('Expected "in" after the names of the "for".'));
  scanner.read();
  return { keyName, valueName };
}

/** Removes the smallest indentation of all non-blank lines from each line, for `<<-`. */
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
        const spaces = leadingSpaces(part.value);
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
