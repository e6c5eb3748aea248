/**
 * Converts the source of a value from the `map` generation, in which everything is a string, to the `object` generation: lists, maps,
 * numbers and booleans. Expressions stay expressions.
 */
import { printJson } from '../../semantics/hclPrinter';
import { nodeOf } from '../../edits/entryPath';
import type { Type } from '../../hcl/model';
import { literalText } from '../../kubestack/modules/literalText';
import type { Expression } from '../../syntax/ast';

/**
 * @param text source of the value
 * @param wasText whether the attribute was declared as a string; other values, and heredocs, keep their form
 * @param to the new declared type
 */
export function convertText(text: string, wasText: boolean, to: Type): string {
  if (!wasText || text.startsWith('<<')) return text;
  const node = nodeOf(`x = ${text}`);
  if (node?.kind !== 'attribute') return text;
  return new Conversion(`x = ${text}`, to).of(node.value);
}

class Conversion {
  constructor(
    private readonly source: string,
    private readonly to: Type,
  ) {}

  of(expression: Expression): string {
    switch (expression.kind) {
      case 'null':
      case 'object':
      case 'tuple':
      case 'for':
        return this.text(expression);
      case 'conditional':
        return this.replaced(expression, [expression.then, expression.otherwise]);
      case 'parentheses':
        return this.replaced(expression, [expression.inner]);
      case 'templateWrap':
        return this.of(expression.inner);
      case 'text':
        return this.literal(expression.value) ?? this.computed(expression);
      case 'number':
      case 'bool':
        return this.isCollection ? (this.literal(this.text(expression)) ?? '[]') : this.text(expression);
      case 'template':
        return this.template(expression) ?? this.computed(expression);
      default:
        return this.computed(expression);
    }
  }

  private get isCollection(): boolean {
    return ['list', 'set', 'map'].includes(this.to.kind);
  }

  private text({ start, end }: { start: number; end: number }): string {
    return this.source.slice(start, end);
  }

  private replaced(whole: Expression, parts: readonly Expression[]): string {
    let result = '';
    let at = whole.start;
    for (const part of parts) {
      result += this.source.slice(at, part.start) + this.of(part);
      at = part.end;
    }
    return result + this.source.slice(at, whole.end);
  }

  /** Undefined for a text that is empty in the new type. */
  private literal(value: string): string | undefined {
    switch (this.to.kind) {
      case 'list':
      case 'set':
        return printJson(piecesOf(value));
      case 'map':
        return mapLiteral(value);
      case 'number':
        return /^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined;
      case 'bool':
        return /^(?:true|1)$/.test(value) ? 'true' : /^(?:false|0)$/.test(value) ? 'false' : undefined;
      default:
        return undefined;
    }
  }

  /** Splits `"${var.region}a,${var.region}b"` at the commas of its literal parts. */
  private template(expression: Extract<Expression, { kind: 'template' }>): string | undefined {
    const isList = this.to.kind === 'list' || this.to.kind === 'set';
    const text = this.text(expression);
    if (!isList || !text.startsWith('"') || text.includes('%{')) return undefined;
    const pieces: string[] = [''];
    let at = expression.start + 1;
    for (const part of expression.parts) {
      const end = part.kind === 'text' ? part.end : this.source.indexOf('}', part.end) + 1;
      const piece = this.source.slice(at, end);
      if (part.kind === 'text') {
        const [first = '', ...rest] = piece.split(',');
        pieces[pieces.length - 1] += first;
        pieces.push(...rest);
      } else pieces[pieces.length - 1] += piece;
      at = end;
    }
    const written = pieces.map(piece => piece.trim()).filter(piece => piece !== '');
    return `[${written.map(elementText).join(', ')}]`;
  }

  /** A value known only at run time. Terraform converts strings to numbers and booleans itself. */
  private computed(expression: Expression): string {
    const text = this.text(expression);
    switch (this.to.kind) {
      case 'list':
      case 'set':
        return joinedList(this.source, expression) ?? `split(",", ${text})`;
      case 'map':
        return `{ for pair in compact(split(",", ${text})) : split("=", pair)[0] => split("=", pair)[1] }`;
      default:
        return text;
    }
  }
}

/** `"${var.zone}"` becomes `var.zone`. */
function elementText(piece: string): string {
  const node = nodeOf(`x = "${piece}"`);
  if (node?.kind === 'attribute' && node.value.kind === 'templateWrap')
    return `x = "${piece}"`.slice(node.value.inner.start, node.value.inner.end);
  return `"${piece}"`;
}

/** `x` of `join(",", x)`. */
function joinedList(source: string, expression: Expression): string | undefined {
  if (expression.kind !== 'call' || expression.name !== 'join' || expression.args.length !== 2) return undefined;
  const [separator, list] = expression.args;
  return literalText(separator) === ',' && list ? source.slice(list.start, list.end) : undefined;
}

/** The items of a comma-separated text. */
export const piecesOf = (value: string): string[] =>
  value
    .split(',')
    .map(piece => piece.trim())
    .filter(piece => piece !== '');

/** The entries of a text such as `a=1,b=2`; keys without a value get an empty one. */
export function pairsOf(value: string): [string, string | null][] {
  return piecesOf(value).map(piece => {
    const equal = piece.indexOf('=');
    return equal < 0 ? [piece, null] : [piece.slice(0, equal).trim(), piece.slice(equal + 1).trim()];
  });
}

const mapLiteral = (value: string): string => printJson(Object.fromEntries(pairsOf(value)));
