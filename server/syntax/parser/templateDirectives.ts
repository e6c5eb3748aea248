/**
 * Parses template directives: `%{ if }` and `%{ for }` with their content. Source of the rules: hclsyntax/parser_template.go of hashicorp/hcl.
 */
import { t } from '../../../common/localization';
import type { Expression, ForExpression } from '../ast';
import { MAX_NESTING } from '../limits';
import type { Scanner } from './scanner';

/** A part of a template. Offsets are absolute. */
export type Part =
  | { kind: 'text'; value: string; start: number; end: number }
  | { kind: 'expression'; expression: Expression; start: number; end: number }
  | { kind: 'if'; condition: Expression; start: number; end: number }
  | { kind: 'for'; keyName: string | undefined; valueName: string; collection: Expression; start: number; end: number }
  | { kind: 'else' | 'endif' | 'endfor' | 'end'; start: number; end: number };

/**
 * Converts the flat list of a template's parts into expressions: directives become conditionals and joins.
 * @param parts in source order; the last one must be the template's end
 * @param base offset in the scanner's text; offsets in the result are relative to it
 * @returns the expressions, and in `levels` the number of levels that directives add to them
 * @throws SyntaxProblem for a directive without its beginning or end
 */
export function readDirectives(
  scanner: Scanner,
  parts: readonly Part[],
  base: number,
): { expressions: Expression[]; levels: number } {
  const reader = new DirectiveReader(scanner, parts, base);
  // A directive has three levels at most: a join, its `for`, and a template.
  return { expressions: reader.readAll(), levels: 1 + 3 * reader.deepest };
}

class DirectiveReader {
  private next = 0;
  private depth = 0;
  deepest = 0;

  constructor(
    private readonly scanner: Scanner,
    private readonly parts: readonly Part[],
    private readonly base: number,
  ) {}

  readAll(): Expression[] {
    const { expressions, end } = this.readUntilControl();
    if (end.kind !== 'end') this.scanner.fail(t('This "{0}" has no beginning.', end.kind), end.start, end.end);
    return expressions;
  }

  private readUntilControl(): { expressions: Expression[]; end: Part } {
    const expressions: Expression[] = [];
    for (;;) {
      const part = this.parts[this.next]!;
      if (part.kind !== 'end') this.next++;
      switch (part.kind) {
        case 'text':
          expressions.push({
            kind: 'text',
            value: part.value,
            start: part.start - this.base,
            end: part.end - this.base,
          });
          break;
        case 'expression':
          expressions.push(part.expression);
          break;
        case 'if':
          expressions.push(this.nested(part, () => this.readIf(part)));
          break;
        case 'for':
          expressions.push(this.nested(part, () => this.readFor(part)));
          break;
        default:
          return { expressions, end: part };
      }
    }
  }

  private nested(open: Part, read: () => Expression): Expression {
    if (++this.depth > MAX_NESTING) {
      this.scanner.fail(t('Directives are nested more than {0} levels deep.', MAX_NESTING), open.start, open.end);
    }
    this.deepest = Math.max(this.deepest, this.depth);
    const expression = read();
    this.depth--;
    return expression;
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
    if (end.kind !== 'endif') this.scanner.fail(t('This "if" has no "endif".'), open.start, open.end);
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
    if (end.kind !== 'endfor') this.scanner.fail(t('This "for" has no "endfor".'), open.start, open.end);
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
