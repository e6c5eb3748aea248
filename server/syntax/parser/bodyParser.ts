/**
 * Parses blocks and attributes of HCL's native syntax. Source of the rules: ParseBodyItem in hclsyntax/parser.go of hashicorp/hcl.
 */
import { t } from '../../../common/localization';
import type { Attribute, Block, Label } from '../ast';
import { ExpressionParser } from './expressionParser';
import { unescapeQuoted } from './escapes';
import { MAX_NESTING } from '../limits';
import type { Scanner } from './scanner';
import { Token } from './scanner';
import { sharedText } from '../sharedText';
import { trimList } from '../trimList';

/**
 * Parses the block or attribute at the scanner's position, without its line end, and sets `scanner.itemStart`. Offsets in the result are
 * relative to the item's first character.
 * @throws SyntaxProblem
 */
export function parseItem(scanner: Scanner): Block | Attribute {
  scanner.newlines = true;
  scanner.peek();
  scanner.itemStart = scanner.tokenStart;
  return new BodyParser(scanner, scanner.tokenStart).parseBodyItem(0);
}

/** Skips line ends and comments between items. @returns false at the end of the text */
export function skipToItem(scanner: Scanner): boolean {
  scanner.newlines = true;
  while (scanner.peek() === Token.Newline) scanner.read();
  return scanner.token !== Token.End;
}

/** Consumes the line end that must follow an item. @throws SyntaxProblem */
export function readItemEnd(scanner: Scanner): void {
  const token = scanner.peek();
  if (token === Token.Newline) scanner.read();
  else if (token === Token.Comma) scanner.fail(t('Arguments are separated by newlines, not by commas.'));
  else if (token !== Token.End) scanner.fail(t('A newline is required here.'));
}

/** Parses an item, and fails at the first syntax error. */
export class BodyParser {
  private readonly expressions: ExpressionParser;

  constructor(
    protected readonly scanner: Scanner,
    /** Offset of the item in the scanner's text. */
    protected readonly base: number,
  ) {
    this.expressions = new ExpressionParser(scanner, base);
  }

  /** @throws SyntaxProblem */
  parseBodyItem(depth: number): Block | Attribute {
    const { scanner } = this;
    if (depth > MAX_NESTING) scanner.fail(t('Blocks are nested more than {0} levels deep.', MAX_NESTING));
    const token = scanner.read();
    const { tokenStart, tokenEnd } = scanner;
    if (token === Token.Quote) scanner.fail(t('Argument names must not be quoted.'));
    if (token !== Token.Identifier)
      scanner.fail(t('Expected the name of an argument or a block here.'), tokenStart, tokenEnd);
    const name = sharedText(scanner.tokenText());
    switch (scanner.peek()) {
      case Token.Equal:
        return this.parseAttribute(name, tokenStart, tokenEnd);
      case Token.Quote:
      case Token.OpenBrace:
      case Token.Identifier:
        return this.parseBlock(name, tokenStart, depth);
      default:
        return scanner.fail(t('Expected "=" and a value, or a block, after "{0}".', name), tokenStart, tokenEnd);
    }
  }

  private parseAttribute(name: string, start: number, nameEnd: number): Attribute {
    const { scanner, base } = this;
    scanner.read();
    const value = this.expressions.parseExpression();
    return {
      kind: 'attribute',
      name,
      nameEnd: nameEnd - base,
      value,
      start: start - base,
      end: scanner.position - base,
    };
  }

  private parseBlock(type: string, start: number, depth: number): Block {
    const { scanner, base } = this;
    const labels: Label[] = [];
    let token = scanner.read();
    while (token !== Token.OpenBrace) {
      if (token === Token.Quote) labels.push(this.parseQuotedLabel());
      else if (token === Token.Identifier) {
        labels.push({ name: scanner.tokenText(), start: scanner.tokenStart - base, end: scanner.tokenEnd - base });
      } else scanner.fail(t('Expected a label or "{" in the header of this {0} block.', type));
      token = scanner.read();
    }
    const opening = { start: scanner.tokenStart, end: scanner.tokenEnd };
    const body = this.parseBody(type, opening, depth);
    return { kind: 'block', type, labels: trimList(labels), body, start: start - base, end: scanner.position - base };
  }

  private parseQuotedLabel(): Label {
    const { scanner, base } = this;
    const start = scanner.tokenStart;
    const match = /[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*"/y;
    match.lastIndex = scanner.position;
    if (!match.test(scanner.text) || match.lastIndex > scanner.limit)
      scanner.fail(t('The label is not closed: the closing quote is missing.'));
    const raw = scanner.text.slice(scanner.position, match.lastIndex - 1);
    if (/(?<!\$)\$\{|(?<!%)%\{/.test(raw))
      scanner.fail(t('Template sequences are not allowed in a label.'), start, match.lastIndex);
    const name = unescapeQuoted(scanner, raw, start + 1).normalize('NFC');
    scanner.position = match.lastIndex;
    return { name, start: start - base, end: scanner.position - base };
  }

  /** Parses a body after its `{`, including the closing brace. */
  protected parseBody(type: string, opening: { start: number; end: number }, depth: number): (Block | Attribute)[] {
    const { scanner } = this;
    const body: (Block | Attribute)[] = [];
    const next = scanner.peek();
    if (next !== Token.Newline && next !== Token.CloseBrace && next !== Token.End)
      return this.parseSingleLineBody(type, depth);
    const names = new Set<string>();
    while (skipToItem(scanner)) {
      if (scanner.peek() === Token.CloseBrace) {
        scanner.read();
        return trimList(body);
      }
      const item = this.parseBodyItem(depth + 1);
      if (item.kind === 'attribute') {
        if (names.has(item.name)) {
          scanner.fail(
            t('"{0}" is set twice in this block.', item.name),
            item.start + this.base,
            item.nameEnd + this.base,
          );
        }
        names.add(item.name);
      }
      body.push(item);
      if (scanner.peek() !== Token.CloseBrace) readItemEnd(scanner);
      else scanner.fail(t('A newline is required before this brace.'));
    }
    return scanner.fail(t('This {0} block is not closed: "}" is missing.', type), opening.start, opening.end);
  }

  /** Parses a body with one attribute on the line of both braces: `locals { a = 1 }`. */
  private parseSingleLineBody(type: string, depth: number): (Block | Attribute)[] {
    const { scanner } = this;
    const item = this.parseBodyItem(depth + 1);
    if (item.kind === 'block')
      scanner.fail(
        t('A {0} block on one line can only contain an argument.', type),
        item.start + this.base,
        item.end + this.base,
      );
    if (scanner.read() !== Token.CloseBrace) {
      scanner.fail(t('A {0} block on one line contains one argument and ends on that line with "}".', type));
    }
    return [item];
  }
}
