/**
 * Parses expressions of HCL's native syntax by Terraform's rules. The first syntax error throws a {@link SyntaxProblem}. Source of the rules:
 * hclsyntax/parser.go of hashicorp/hcl.
 */
import { t } from '../../../common/localization';
import type { BinaryOperator, Expression, ObjectItem } from '../ast';
import { MAX_HEIGHT, MAX_NESTING } from '../limits';
import type { Scanner } from './scanner';
import { Token } from './scanner';
import { sharedText } from '../sharedText';
import { parseTemplate, readForNames, type Closing } from './templateParser';
import { trimList } from '../trimList';

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
  /** Number of levels of the expression that was parsed last. */
  private height = 0;

  /** @param base offset in the scanner's text; offsets in the result are relative to it */
  constructor(
    readonly scanner: Scanner,
    public base: number,
  ) {}

  parseExpression = (): Expression => {
    const { scanner } = this;
    this.enter();
    const condition = this.parseBinary(1);
    if (scanner.peek() !== Token.Question) {
      this.depth--;
      return condition;
    }
    let tallest = this.height;
    scanner.read();
    const then = this.parseExpression();
    tallest = Math.max(tallest, this.height);
    if (scanner.peek() !== Token.Colon)
      scanner.fail(t('The conditional operator (… ? … : …) requires a second result, after a colon.'));
    scanner.read();
    const otherwise = this.parseExpression();
    this.depth--;
    this.grow(tallest);
    return { kind: 'conditional', condition, then, otherwise, start: condition.start, end: otherwise.end };
  };

  /** Parses the whole text as one expression, which can have several lines. */
  parseWhole(): Expression {
    this.scanner.newlines = false;
    const expression = this.parseExpression();
    if (this.scanner.peek() !== Token.End) this.scanner.fail(t('Unexpected text after the expression.'));
    return expression;
  }

  private enter(): void {
    if (++this.depth <= MAX_NESTING) return;
    this.scanner.peek();
    this.scanner.fail(t('The expression is nested more than {0} levels deep.', MAX_NESTING));
  }

  /** Sets {@link height} to one level more than the part that was parsed last and `tallest`, the maximum of the parts before. */
  private grow(tallest = 0): void {
    this.height = Math.max(this.height, tallest) + 1;
    if (this.height > MAX_HEIGHT) this.scanner.fail(t('The expression is more than {0} levels deep.', MAX_HEIGHT));
  }

  private parseBinary(level: number): Expression {
    let left = this.parseTraversal();
    for (;;) {
      const found = BINARY[this.scanner.peek()];
      if (!found || found.level < level) return left;
      const tallest = this.height;
      this.scanner.read();
      const right = this.parseBinary(found.level + 1);
      this.grow(tallest);
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
        return scanner.fail(t('An attribute name is required after a dot.'), scanner.tokenStart - 1);
    }
  }

  /** Parses `.name`, or `.0`, the legacy syntax of an index. */
  private parseDotStep(target: Expression): Expression {
    const { scanner } = this;
    this.grow();
    const token = scanner.read();
    const text = sharedText(scanner.tokenText());
    const start = scanner.tokenStart - this.base;
    if (token === Token.Identifier)
      return { kind: 'attribute', target, name: text, start: target.start, end: this.end };
    if (text.includes('.'))
      scanner.fail(t("Write [{0}]: the older index form can't be chained.", text.split('.').join('][')));
    const key: Expression = { kind: 'number', text: this.numberText(), start, end: this.end };
    return { kind: 'index', target, key, start: target.start, end: this.end };
  }

  private parseAttributeSplat(target: Expression): Expression {
    const { scanner } = this;
    scanner.read();
    const tallest = this.height;
    this.height = 1;
    let each: Expression = { kind: 'splatItem', start: scanner.tokenStart - this.base, end: this.end };
    while (scanner.peek() === Token.Dot) {
      scanner.read();
      const token = scanner.peek();
      if (token === Token.Star) scanner.fail(t("A splat (.*) can't be nested in another splat."));
      if (token !== Token.Identifier && token !== Token.Number)
        scanner.fail(t('An attribute name is required after a dot.'));
      each = this.parseDotStep(each);
    }
    this.grow(tallest);
    return { kind: 'splat', target, each, start: target.start, end: this.end };
  }

  private parseBracket(target: Expression): Expression {
    const { scanner } = this;
    const tallest = this.height;
    scanner.read();
    if (scanner.peek() === Token.Star) {
      scanner.read();
      this.height = 1;
      const item: Expression = { kind: 'splatItem', start: scanner.tokenStart - this.base, end: this.end };
      if (scanner.read() !== Token.CloseBracket) scanner.fail(t('Expected "]" right after the star.'));
      this.enter();
      const each = this.parseSteps(item);
      this.depth--;
      this.grow(tallest);
      return { kind: 'splat', target, each, start: target.start, end: this.end };
    }
    const key = this.ignoringNewlines(this.parseExpression);
    if (this.readIgnoringNewlines() !== Token.CloseBracket)
      scanner.fail(t('The index must end with a closing bracket.'));
    this.grow(tallest);
    return { kind: 'index', target, key, start: target.start, end: this.end };
  }

  /**
   * Reports that the bracket at `start` is not closed.
   * @param message called only if the text ends here: this check runs for every element
   */
  private failAtEnd(token: Token, start: number, message: () => string): void {
    if (token === Token.End) this.scanner.fail(message(), start + this.base, start + this.base + 1);
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
    this.height = 1;
    switch (token) {
      case Token.Identifier:
        return this.parseWord();
      case Token.Quote: {
        const open = scanner.tokenStart;
        scanner.read();
        return this.parseTemplate(open, { kind: 'quote' });
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
        if (this.readIgnoringNewlines() !== Token.CloseParen) scanner.fail(t('Expected a closing parenthesis.'));
        this.grow();
        return { kind: 'parentheses', inner, start, end: this.end };
      }
      case Token.Minus:
      case Token.Bang: {
        scanner.read();
        this.enter();
        const operand = this.parseTraversal();
        this.depth--;
        this.grow();
        return { kind: 'unary', operator: token === Token.Minus ? '-' : '!', operand, start, end: operand.end };
      }
      default:
        return scanner.fail(
          token === Token.End || token === Token.Newline ? t('A value is missing here.') : t('Expected a value here.'),
        );
    }
  }

  /** Validates a number token: like Terraform's, the scanner accepts `1.2.3` as one token. */
  private numberText(): string {
    const text = this.scanner.tokenText();
    if (!/^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text)) this.scanner.fail(t('"{0}" is not a number.', text));
    return text;
  }

  private parseWord(): Expression {
    const { scanner } = this;
    scanner.read();
    const name = sharedText(scanner.tokenText());
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
    return this.parseTemplate(open, { kind: 'heredoc', marker, flush });
  }

  /** Parses a template after its opening token. @param open offset of the opening token in the scanner's text */
  parseTemplate(open: number, closing: Closing): Expression {
    let tallest = 0;
    const parseExpression = (): Expression => {
      const expression = this.parseExpression();
      tallest = Math.max(tallest, this.height);
      return expression;
    };
    const { expression, levels } = parseTemplate(this.scanner, open, closing, this.base, parseExpression);
    this.height = 0;
    this.grow(tallest + levels);
    return expression;
  }

  private parseCall(first: string, start: number): Expression {
    const { scanner } = this;
    let name = first;
    while (scanner.peek() === Token.DoubleColon) {
      scanner.read();
      if (scanner.read() !== Token.Identifier) scanner.fail(t('A function name is required after "::".'));
      name += `::${scanner.tokenText()}`;
    }
    const nameEnd = this.end;
    if (scanner.read() !== Token.OpenParen) scanner.fail(t('Expected "(" to begin the arguments of the function.'));
    const args: Expression[] = [];
    const expand = this.ignoringNewlines(() => this.parseArguments(args));
    return { kind: 'call', name, nameEnd, args, expand, start, end: this.end };
  }

  /** Parses the arguments up to the closing parenthesis. @returns whether the last argument is followed by `...` */
  private parseArguments(args: Expression[]): boolean {
    const { scanner } = this;
    for (let tallest = 0; ; tallest = this.height - 1) {
      if (scanner.peek() === Token.CloseParen) {
        scanner.read();
        return false;
      }
      args.push(this.parseExpression());
      this.grow(tallest);
      switch (scanner.read()) {
        case Token.CloseParen:
          return false;
        case Token.Comma:
          break;
        case Token.Ellipsis:
          if (scanner.read() !== Token.CloseParen) scanner.fail(t('An expanded argument (…) must be the last one.'));
          return true;
        default:
          scanner.fail(t('A comma is required between the arguments of a function.'));
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
      let tallest = 0;
      while (scanner.peek() !== Token.CloseBracket) {
        this.failAtEnd(scanner.token, start, () => t('This list is not closed: "]" is missing.'));
        elements.push(this.parseExpression());
        tallest = Math.max(tallest, this.height);
        const next = scanner.peek();
        if (next === Token.CloseBracket) break;
        this.failAtEnd(next, start, () => t('This list is not closed: "]" is missing.'));
        if (next !== Token.Comma) scanner.fail(t('A comma is required between the elements of a list.'));
        scanner.read();
      }
      scanner.read();
      this.grow(tallest);
      return { kind: 'tuple', elements: trimList(elements), start, end: this.end };
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
    let tallest = 0;
    for (;;) {
      const next = scanner.peek();
      if (next === Token.CloseBrace) break;
      if (next === Token.Newline) scanner.read();
      else {
        this.failAtEnd(next, start, () => t('This object is not closed: "}" is missing.'));
        items.push(this.parseObjectItem());
        tallest = Math.max(tallest, this.height);
        const after = scanner.peek();
        if (after === Token.CloseBrace) break;
        this.failAtEnd(after, start, () => t('This object is not closed: "}" is missing.'));
        if (after !== Token.Comma && after !== Token.Newline)
          scanner.fail(t('A newline or comma is required between attributes.'));
        scanner.read();
      }
    }
    scanner.read();
    scanner.newlines = before;
    this.grow(tallest);
    return { kind: 'object', items: trimList(items), start, end: this.end };
  }

  private parseObjectItem(): ObjectItem {
    const { scanner } = this;
    const key = this.parseExpression();
    const keyHeight = this.height;
    const separator = scanner.peek();
    if (separator !== Token.Equal && separator !== Token.Colon) {
      scanner.fail(
        separator === Token.Newline ||
          separator === Token.Comma ||
          separator === Token.CloseBrace ||
          separator === Token.End
          ? t('The value of this attribute is missing: expected "=" and a value.')
          : t('Expected "=" after the name of the attribute.'),
        separator === Token.Identifier ? scanner.tokenStart : key.start + this.base,
        separator === Token.Identifier ? scanner.tokenEnd : key.end + this.base,
      );
    }
    scanner.read();
    const value = this.parseExpression();
    this.height = Math.max(this.height, keyHeight);
    return { key, value, start: key.start, end: this.end };
  }

  private parseFor(start: number, close: Token.CloseBracket | Token.CloseBrace): Expression {
    const { scanner } = this;
    scanner.read();
    const names = readForNames(scanner);
    let tallest = 0;
    const parsePart = (): Expression => {
      const part = this.parseExpression();
      tallest = Math.max(tallest, this.height);
      return part;
    };
    const collection = parsePart();
    if (scanner.read() !== Token.Colon) scanner.fail(t('Expected a colon after the collection of the "for".'));
    let key: Expression | undefined;
    let value = parsePart();
    if (scanner.peek() === Token.FatArrow) {
      scanner.read();
      key = value;
      value = parsePart();
    }
    const group = scanner.peek() === Token.Ellipsis;
    if (group) scanner.read();
    let condition: Expression | undefined;
    if (scanner.peekWord('if')) {
      scanner.read();
      condition = parsePart();
    }
    this.grow(tallest);
    if (scanner.read() !== close) scanner.fail(t('Unexpected text after the end of the "for" expression.'));
    const makesObject = close === Token.CloseBrace;
    const whole = [start + this.base, scanner.position] as const;
    if (makesObject && !key) scanner.fail(t('A "for" that makes an object needs a key: key => value.'), ...whole);
    if (!makesObject && key) scanner.fail(t('A "for" that makes a list takes no key.'), ...whole);
    if (!makesObject && group) scanner.fail(t('Grouping (…) is only possible when an object is made.'), ...whole);
    return { kind: 'for', ...names, collection, key, value, condition, group, start, end: this.end };
  }
}
