/**
 * The syntax tree of a configuration file as plain data. Offsets are UTF-16 code units, relative to the start of the enclosing top-level item
 * (block or attribute), so that an item's tree stays valid when the text around the item changes.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A top-level block or attribute. Results that are computed from an item are valid as long as the item is in the file. */
export interface Item {
  readonly uri: string;
  /** Source text of the item. */
  readonly text: string;
  readonly node: Block | Attribute;
}

export interface Block extends Span {
  readonly kind: 'block';
  readonly type: string;
  readonly labels: readonly Label[];
  readonly body: readonly (Block | Attribute)[];
}

export interface Label extends Span {
  readonly name: string;
}

export interface Attribute extends Span {
  readonly kind: 'attribute';
  readonly name: string;
  /** Offset of the end of the name, which begins at `start`. */
  readonly nameEnd: number;
  readonly value: Expression;
}

export type Expression =
  | NumberLiteral
  | TextLiteral
  | BoolLiteral
  | NullLiteral
  | Template
  | TemplateWrap
  | TemplateJoin
  | TupleExpression
  | ObjectExpression
  | ForExpression
  | NameExpression
  | AttributeAccess
  | IndexAccess
  | SplatExpression
  | SplatItem
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | ParenthesesExpression
  | UnreadableExpression;

export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly text: string;
}
/** A quoted string or heredoc without interpolation, or a literal part of a template. Escapes are resolved. */
export interface TextLiteral extends Span {
  readonly kind: 'text';
  readonly value: string;
}
export interface BoolLiteral extends Span {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NullLiteral extends Span {
  readonly kind: 'null';
}
/** A string with several parts. Directives are represented as conditionals and joins. */
export interface Template extends Span {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
}
/** `"${x}"`: has the type of `x`. */
export interface TemplateWrap extends Span {
  readonly kind: 'templateWrap';
  readonly inner: Expression;
}
/** `%{ for }`: concatenates the elements of the tuple from `inner`. */
export interface TemplateJoin extends Span {
  readonly kind: 'templateJoin';
  readonly inner: ForExpression;
}
export interface TupleExpression extends Span {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
}
export interface ObjectExpression extends Span {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
}
export interface ObjectItem extends Span {
  readonly key: Expression;
  readonly value: Expression;
}
export interface ForExpression extends Span {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Only for objects; undefined for tuples. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  readonly group: boolean;
}
/** The first name of a reference: `var`, `local`, a resource type or a `for` variable. */
export interface NameExpression extends Span {
  readonly kind: 'name';
  readonly name: string;
}
export interface AttributeAccess extends Span {
  readonly kind: 'attribute';
  readonly target: Expression;
  readonly name: string;
}
export interface IndexAccess extends Span {
  readonly kind: 'index';
  readonly target: Expression;
  readonly key: Expression;
}
export interface SplatExpression extends Span {
  readonly kind: 'splat';
  readonly target: Expression;
  /** Evaluated for each element, which the `splatItem` at its root represents. */
  readonly each: Expression;
}
export interface SplatItem extends Span {
  readonly kind: 'splatItem';
}
export interface CallExpression extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly args: readonly Expression[];
  /** Whether the last argument is followed by `...`. */
  readonly expand: boolean;
}
export interface UnaryExpression extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%';
export interface BinaryExpression extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface ConditionalExpression extends Span {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface ParenthesesExpression extends Span {
  readonly kind: 'parentheses';
  readonly inner: Expression;
}
/** An expression with a syntax error in an otherwise valid item. Its value is unknown. */
export interface UnreadableExpression extends Span {
  readonly kind: 'unreadable';
}
