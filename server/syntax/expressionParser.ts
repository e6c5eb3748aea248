/**
 * Expressions of HCL's native syntax, read exactly as terraform reads them. The first problem ends the reading by a
 * {@link SyntaxProblem}. Source of the rules: hclsyntax/parser.go of hashicorp/hcl.
 */
import type { BinaryOperator, Expression, ObjectItem } from './ast';
import { Scanner, Token } from './scanner';
import { parseTemplate, readForNames } from './templateParser';

/** Deeper nesting is refused: reading is recursive, and no platform nests like this. */
export const MAX_NESTING = 250;

const BINARY: Partial<Record<Token, { operator: BinaryOperator; level: number }>> = {
  [Token.Or]: { operator: '||', level: 1 },
  [Token.And]: { operator: '&&', level: 2 },
  [Token.EqualEqual]: { operator: '==', level: 3 },
  [Token.NotEqual]: { operator: '!=', level: 3 },
  [Token.Greater]: { operator: '>', level: 4 },
  [Token.GreaterEqual]: { operator: '>=', level: 4 },
  [Token.Less]: { operator: '<', level: 4 },
  [Token.LessEqual]: { operator: '<=', level: 4 },
  [Token.Plus]: { operator: '+', level: 5 },
  [Token.Minus]: { operator: '-', level: 5 },
  [Token.Star]: { operator: '*', level: 6 },
  [Token.Slash]: { operator: '/', level: 6 },
  [Token.Percent]: { operator: '%', level: 6 },
};

export class ExpressionParser {
  private depth = 0;

  /** @param base offset in the scanner's text that offsets in the result are relative to */
  constructor(
    readonly scanner: Scanner,
    public base: number,
  ) {}

  parseExpression = (): Expression => {
    const { scanner } = this;
    if (++this.depth > MAX_NESTING) {
      scanner.peek();
      scanner.fail(`The expression is nested more than ${MAX_NESTING} levels deep.`);
    }
    const condition = this.parseBinary(1);
    if (scanner.peek() !== Token.Question) {
      this.depth--;
      return condition;
    }
    scanner.read();
    const then = this.parseExpression();
    if (scanner.peek() !== Token.Colon) scanner.fail('The conditional operator (… ? … : …) requires a second result, after a colon.');
    scanner.read();
    const otherwise = this.parseExpression();
    this.depth--;
    return { kind: 'conditional', condition, then, otherwise, start: condition.start, end: otherwise.end };
  };

  private parseBinary(level: number): Expression {
    let left = this.parseTraversal();
    for (;;) {
      const found = BINARY[this.scanner.peek()];
      if (!found || found.level < level) return left;
      this.scanner.read();
      const right = this.parseBinary(found.level + 1);
      left = { kind: 'binary', operator: found.operator, left, right, start: left.start, end: right.end };
    }
  }

  private parseTraversal(): Expression {
    return this.parseSteps(this.parseTerm());
  }

  private parseSteps(from: Expression): Expression {
    let target = from;
    for (;;) {
      const token = this.scanner.peek();
      if (token === Token.Dot) target = this.parseDot(target);
      else if (token === Token.OpenBracket) target = this.parseBracket(target);
      else return target;
    }
  }

  private get end(): number {
    return this.scanner.position - this.base;
  }

  private parseDot(target: Expression): Expression {
    const { scanner } = this;
    scanner.read();
    switch (scanner.peek()) {
      case Token.Star:
        return this.parseAttributeSplat(target);
      case Token.Identifier:
      case Token.Number:
        return this.parseDotStep(target);
      default:
        return scanner.fail('An attribute name is required after a dot.', scanner.tokenStart - 1);
    }
  }

  /** `.name`, or `.0`, the older form of an index. */
  private parseDotStep(target: Expression): Expression {
    const { scanner } = this;
    const token = scanner.read();
    const text = scanner.tokenText();
    const start = scanner.tokenStart - this.base;
    if (token === Token.Identifier) return { kind: 'attribute', target, name: text, start: target.start, end: this.end };
    if (text.includes('.')) scanner.fail(`Write [${text.split('.').join('][')}]: the older index form can't be chained.`);
    const key: Expression = { kind: 'number', text: this.numberText(), start, end: this.end };
    return { kind: 'index', target, key, start: target.start, end: this.end };
  }

  private parseAttributeSplat(target: Expression): Expression {
    const { scanner } = this;
    scanner.read();
    let each: Expression = { kind: 'splatItem', start: scanner.tokenStart - this.base, end: this.end };
    while (scanner.peek() === Token.Dot) {
      scanner.read();
      const token = scanner.peek();
      if (token === Token.Star) scanner.fail('A splat (.*) can\'t stand inside another one.');
      if (token !== Token.Identifier && token !== Token.Number) scanner.fail('An attribute name is required after a dot.');
      each = this.parseDotStep(each);
    }
    return { kind: 'splat', target, each, start: target.start, end: this.end };
  }

  private parseBracket(target: Expression): Expression {
    const { scanner } = this;
    scanner.read();
    if (scanner.peek() === Token.Star) {
      scanner.read();
      const item: Expression = { kind: 'splatItem', start: scanner.tokenStart - this.base, end: this.end };
      if (scanner.read() !== Token.CloseBracket) scanner.fail('Expected "]" right after the star.');
      const each = this.parseSteps(item);
      return { kind: 'splat', target, each, start: target.start, end: this.end };
    }
    const key = this.ignoringNewlines(this.parseExpression);
    if (this.readIgnoringNewlines() !== Token.CloseBracket) scanner.fail('The index must end with a closing bracket.');
    return { kind: 'index', target, key, start: target.start, end: this.end };
  }

  /** Tells of an opening bracket, at `start`, whose closing one was not found. */
  private failAtEnd(token: Token, start: number, message: string): void {
    if (token === Token.End) this.scanner.fail(message, start + this.base, start + this.base + 1);
  }

  private ignoringNewlines<T>(parse: () => T): T {
    const { scanner } = this;
    const before = scanner.newlines;
    scanner.newlines = false;
    const result = parse();
    scanner.newlines = before;
    return result;
  }

  private readIgnoringNewlines(): Token {
    return this.ignoringNewlines(() => this.scanner.read());
  }

  private parseTerm(): Expression {
    const { scanner } = this;
    const token = scanner.peek();
    const start = scanner.tokenStart - this.base;
    switch (token) {
      case Token.Identifier:
        return this.parseWord();
      case Token.Quote: {
        const open = scanner.tokenStart;
        scanner.read();
        return parseTemplate(scanner, open, { kind: 'quote' }, this.base, this.parseExpression);
      }
      case Token.Number:
        scanner.read();
        return { kind: 'number', text: this.numberText(), start, end: this.end };
      case Token.OpenBrace:
        return this.parseObject();
      case Token.OpenBracket:
        return this.parseTuple();
      case Token.Heredoc:
        return this.parseHeredoc();
      case Token.OpenParen: {
        scanner.read();
        const inner = this.ignoringNewlines(this.parseExpression);
        if (this.readIgnoringNewlines() !== Token.CloseParen) scanner.fail('Expected a closing parenthesis.');
        return { kind: 'parentheses', inner, start, end: this.end };
      }
      case Token.Minus:
      case Token.Bang: {
        scanner.read();
        if (++this.depth > MAX_NESTING) scanner.fail(`The expression is nested more than ${MAX_NESTING} levels deep.`);
        const operand = this.parseTraversal();
        this.depth--;
        return { kind: 'unary', operator: token === Token.Minus ? '-' : '!', operand, start, end: operand.end };
      }
      default:
        return scanner.fail(token === Token.End || token === Token.Newline ? 'A value is missing here.' : 'Expected a value here.');
    }
  }

  /** The scanner takes `1.2.3` for one token, as terraform's does. */
  private numberText(): string {
    const text = this.scanner.tokenText();
    if (!/^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text)) this.scanner.fail(`"${text}" is not a number.`);
    return text;
  }

  private parseWord(): Expression {
    const { scanner } = this;
    scanner.read();
    const name = scanner.tokenText();
    const start = scanner.tokenStart - this.base;
    const end = this.end;
    const next = scanner.peek();
    if (next === Token.OpenParen || next === Token.DoubleColon) return this.parseCall(name, start);
    switch (name) {
      case 'true':
      case 'false':
        return { kind: 'bool', value: name === 'true', start, end };
      case 'null':
        return { kind: 'null', start, end };
      default:
        return { kind: 'name', name, start, end };
    }
  }

  private parseHeredoc(): Expression {
    const { scanner } = this;
    const open = scanner.tokenStart;
    scanner.read();
    const opening = scanner.tokenText();
    const flush = opening[2] === '-';
    const marker = opening.slice(flush ? 3 : 2).trim();
    return parseTemplate(scanner, open, { kind: 'heredoc', marker, flush }, this.base, this.parseExpression);
  }

  private parseCall(first: string, start: number): Expression {
    const { scanner } = this;
    let name = first;
    while (scanner.peek() === Token.DoubleColon) {
      scanner.read();
      if (scanner.read() !== Token.Identifier) scanner.fail('A function name is required after "::".');
      name += `::${scanner.tokenText()}`;
    }
    const nameEnd = this.end;
    if (scanner.read() !== Token.OpenParen) scanner.fail('Expected "(" to begin the arguments of the function.');
    const args: Expression[] = [];
    const expand = this.ignoringNewlines(() => this.parseArguments(args));
    return { kind: 'call', name, nameEnd, args, expand, start, end: this.end };
  }

  /** Reads to the closing parenthesis; true when the last argument is expanded. */
  private parseArguments(args: Expression[]): boolean {
    const { scanner } = this;
    for (;;) {
      if (scanner.peek() === Token.CloseParen) {
        scanner.read();
        return false;
      }
      args.push(this.parseExpression());
      switch (scanner.read()) {
        case Token.CloseParen:
          return false;
        case Token.Comma:
          break;
        case Token.Ellipsis:
          if (scanner.read() !== Token.CloseParen) scanner.fail('An expanded argument (…) must be the last one.');
          return true;
        default:
          scanner.fail('A comma is required between the arguments of a function.');
      }
    }
  }

  private parseTuple(): Expression {
    const { scanner } = this;
    scanner.read();
    const start = scanner.tokenStart - this.base;
    return this.ignoringNewlines(() => {
      if (scanner.peekWord('for')) return this.parseFor(start, Token.CloseBracket);
      const elements: Expression[] = [];
      while (scanner.peek() !== Token.CloseBracket) {
        this.failAtEnd(scanner.token, start, 'This list is not closed: "]" is missing.');
        elements.push(this.parseExpression());
        const next = scanner.peek();
        if (next === Token.CloseBracket) break;
        this.failAtEnd(next, start, 'This list is not closed: "]" is missing.');
        if (next !== Token.Comma) scanner.fail('A comma is required between the elements of a list.');
        scanner.read();
      }
      scanner.read();
      return { kind: 'tuple', elements, start, end: this.end };
    });
  }

  private parseObject(): Expression {
    const { scanner } = this;
    scanner.read();
    const start = scanner.tokenStart - this.base;
    const isFor = this.ignoringNewlines(() => scanner.peekWord('for'));
    if (isFor) return this.ignoringNewlines(() => this.parseFor(start, Token.CloseBrace));
    const before = scanner.newlines;
    scanner.newlines = true;
    const items: ObjectItem[] = [];
    for (;;) {
      const next = scanner.peek();
      if (next === Token.CloseBrace) break;
      if (next === Token.Newline) scanner.read();
      else {
        this.failAtEnd(next, start, 'This object is not closed: "}" is missing.');
        items.push(this.parseObjectItem());
        const after = scanner.peek();
        if (after === Token.CloseBrace) break;
        this.failAtEnd(after, start, 'This object is not closed: "}" is missing.');
        if (after !== Token.Comma && after !== Token.Newline) scanner.fail('A newline or comma is required between attributes.');
        scanner.read();
      }
    }
    scanner.read();
    scanner.newlines = before;
    return { kind: 'object', items, start, end: this.end };
  }

  private parseObjectItem(): ObjectItem {
    const { scanner } = this;
    const key = this.parseExpression();
    const separator = scanner.peek();
    if (separator !== Token.Equal && separator !== Token.Colon) {
      scanner.fail(
        separator === Token.Newline || separator === Token.Comma || separator === Token.CloseBrace || separator === Token.End
          ? 'The value of this attribute is missing: expected "=" and a value.'
          : 'Expected "=" after the name of the attribute.',
        separator === Token.Identifier ? scanner.tokenStart : key.start + this.base,
        separator === Token.Identifier ? scanner.tokenEnd : key.end + this.base,
      );
    }
    scanner.read();
    const value = this.parseExpression();
    return { key, value, start: key.start, end: this.end };
  }

  private parseFor(start: number, close: Token.CloseBracket | Token.CloseBrace): Expression {
    const { scanner } = this;
    scanner.read();
    const names = readForNames(scanner);
    const collection = this.parseExpression();
    if (scanner.read() !== Token.Colon) scanner.fail('Expected a colon after the collection of the "for".');
    let key: Expression | undefined;
    let value = this.parseExpression();
    if (scanner.peek() === Token.FatArrow) {
      scanner.read();
      key = value;
      value = this.parseExpression();
    }
    const group = scanner.peek() === Token.Ellipsis;
    if (group) scanner.read();
    let condition: Expression | undefined;
    if (scanner.peekWord('if')) {
      scanner.read();
      condition = this.parseExpression();
    }
    if (scanner.read() !== close) scanner.fail('Unexpected text after the end of the "for" expression.');
    const makesObject = close === Token.CloseBrace;
    const whole = [start + this.base, scanner.position] as const;
    if (makesObject && !key) scanner.fail('A "for" that makes an object needs a key: key => value.', ...whole);
    if (!makesObject && key) scanner.fail('A "for" that makes a list takes no key.', ...whole);
    if (!makesObject && group) scanner.fail('Grouping (…) is only possible when an object is made.', ...whole);
    return { kind: 'for', ...names, collection, key, value, condition, group, start, end: this.end };
  }
}
