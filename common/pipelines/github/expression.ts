/**
 * Parses workflow expressions: `${{ … }}` and `if:`. Source: "Evaluate expressions in workflows and actions" of GitHub's documentation;
 * Gitea and Forgejo have the same language.
 */

export type WorkflowExpression =
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | null;
      readonly start: number;
      readonly end: number;
    }
  /** A context: `github`, `matrix`. */
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'index'; readonly object: WorkflowExpression; readonly key: WorkflowExpression }
  /** `object.*` */
  | { readonly kind: 'all'; readonly object: WorkflowExpression }
  /** Function names in lower case; they are case-insensitive. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly WorkflowExpression[] }
  | { readonly kind: 'not'; readonly operand: WorkflowExpression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly WorkflowExpression[] }
  | {
      readonly kind: 'compare';
      readonly operator: WorkflowComparison;
      readonly left: WorkflowExpression;
      readonly right: WorkflowExpression;
    };

export type WorkflowComparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** GitHub's limits for expressions (`ExpressionConstants` in actions/runner). */
const MAX_LENGTH = 21_000;
const MAX_DEPTH = 50;

/**
 * @param text without `${{` and `}}`
 * @param offset of the text; it is added to the offsets of literals
 * @returns undefined if the text is no valid expression, or exceeds GitHub's limits
 */
export function parseGithubExpression(text: string, offset = 0): WorkflowExpression | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const parser = new Parser(tokens, offset);
  try {
    return parser.parse();
  } catch (error) {
    if (error instanceof NoExpressionError) return undefined;
    throw error;
  }
}

class NoExpressionError extends Error {}

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /\s*(?:'((?:[^']|'')*)'|([-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])|[-+]?Infinity\b)|([A-Za-z_][\w-]*)|(\|\||&&|[=!<>]=|[!<>()[\].,*]))/y;

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [whole, string, number, name, sign] = match;
    const kind =
      string !== undefined ? 'string' : number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    const start = match.index + whole.length - whole.trimStart().length;
    tokens.push({ kind, text: string ?? number ?? name ?? sign ?? '', start, end: match.index + whole.length });
  }
  return tokens;
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly offset: number,
  ) {}

  parse(): WorkflowExpression {
    const expression = this.or();
    if (this.at < this.tokens.length) throw new NoExpressionError();
    return expression;
  }

  private or(): WorkflowExpression {
    if (++this.depth > MAX_DEPTH) throw new NoExpressionError();
    const operands = [this.and()];
    while (this.take('||')) operands.push(this.and());
    this.depth--;
    return operands.length === 1 && operands[0] ? operands[0] : { kind: 'or', operands };
  }

  private and(): WorkflowExpression {
    const operands = [this.equality()];
    while (this.take('&&')) operands.push(this.equality());
    return operands.length === 1 && operands[0] ? operands[0] : { kind: 'and', operands };
  }

  private equality(): WorkflowExpression {
    let left = this.order();
    for (let links = 0; ; links++) {
      const operator = this.take('==', '!=');
      if (!operator) return left;
      if (links > MAX_DEPTH) throw new NoExpressionError();
      left = { kind: 'compare', operator: operator as WorkflowComparison, left, right: this.order() };
    }
  }

  private order(): WorkflowExpression {
    let left = this.unary();
    for (let links = 0; ; links++) {
      const operator = this.take('<=', '>=', '<', '>');
      if (!operator) return left;
      if (links > MAX_DEPTH) throw new NoExpressionError();
      left = { kind: 'compare', operator: operator as WorkflowComparison, left, right: this.unary() };
    }
  }

  private unary(): WorkflowExpression {
    if (!this.take('!')) return this.postfix();
    if (++this.depth > MAX_DEPTH) throw new NoExpressionError();
    const operand = this.unary();
    this.depth--;
    return { kind: 'not', operand };
  }

  private postfix(): WorkflowExpression {
    let object = this.primary();
    for (let links = 0; ; links++) {
      if (links > MAX_DEPTH) throw new NoExpressionError();
      if (this.take('.')) {
        if (this.take('*')) object = { kind: 'all', object };
        else {
          const { kind, text, start, end } = this.next();
          if (kind !== 'name') throw new NoExpressionError();
          object = { kind: 'index', object, key: this.literal(text, start, end) };
        }
      } else if (this.take('[')) {
        if (this.take('*')) object = { kind: 'all', object };
        else object = { kind: 'index', object, key: this.or() };
        this.expect(']');
      } else return object;
    }
  }

  private primary(): WorkflowExpression {
    const { kind, text, start, end } = this.next();
    if (kind === 'string') return this.literal(text.replaceAll("''", "'"), start, end);
    if (kind === 'number') return this.literal(numberOf(text), start, end);
    if (kind === 'name') {
      if (this.take('(')) return { kind: 'call', name: text.toLowerCase(), args: this.args() };
      const constant = CONSTANTS.get(text);
      return constant === undefined
        ? { kind: 'context', name: text.toLowerCase() }
        : this.literal(constant, start, end);
    }
    if (text !== '(') throw new NoExpressionError();
    const inner = this.or();
    this.expect(')');
    return inner;
  }

  private args(): WorkflowExpression[] {
    const args: WorkflowExpression[] = [];
    if (this.take(')')) return args;
    do args.push(this.or());
    while (this.take(','));
    this.expect(')');
    return args;
  }

  private literal(value: string | number | boolean | null, start: number, end: number): WorkflowExpression {
    return { kind: 'literal', value, start: this.offset + start, end: this.offset + end };
  }

  private next(): Token {
    const token = this.tokens[this.at++];
    if (!token) throw new NoExpressionError();
    return token;
  }

  private take(...signs: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new NoExpressionError();
  }
}

const CONSTANTS: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', NaN],
  ['Infinity', Infinity],
]);

/** A number in an expression: decimal, `0x…`, `0o…`. */
function numberOf(text: string): number {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * Number(digits);
}

/** A part of a workflow string: literal text or an expression. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: WorkflowExpression | undefined;
      readonly start: number;
      readonly end: number;
    };

/** Splits a string at its `${{ … }}`; offsets are relative to the string. A string literal in an expression may contain `}}`. */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('${{', at);
    const end = start < 0 ? -1 : endOfExpression(text, start + 3);
    if (end < 0) break;
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push({
      kind: 'expression',
      expression: parseGithubExpression(text.slice(start + 3, end), start + 3),
      start,
      end: end + 2,
    });
    at = end + 2;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** The offset of the `}}`; -1 if there is none. */
function endOfExpression(text: string, from: number): number {
  const close = /'|\}\}/g;
  close.lastIndex = from;
  for (let isString = false, match = close.exec(text); match; match = close.exec(text)) {
    if (match[0] === "'") isString = !isString;
    else if (!isString) return match.index;
  }
  return -1;
}

/** Every literal of an expression, with the other operand or the function that it is used with. */
export function* subexpressions(expression: WorkflowExpression): Generator<WorkflowExpression> {
  yield expression;
  switch (expression.kind) {
    case 'literal':
    case 'context':
      return;
    case 'index':
      yield* subexpressions(expression.object);
      yield* subexpressions(expression.key);
      return;
    case 'all':
      yield* subexpressions(expression.object);
      return;
    case 'call':
      for (const arg of expression.args) yield* subexpressions(arg);
      return;
    case 'not':
      yield* subexpressions(expression.operand);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) yield* subexpressions(operand);
      return;
    case 'compare':
      yield* subexpressions(expression.left);
      yield* subexpressions(expression.right);
      return;
  }
}
