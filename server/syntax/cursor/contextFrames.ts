/** What the scan around a cursor keeps of the constructs that are open at a point of the text. Offsets are UTF-16 units of the text. */

/** Column of the first character of the line on which the construct was opened. */
interface Opened {
  readonly indent: number;
  /** An operand has just ended: an operator may follow, no other value. */
  operandEnded: boolean;
}

/** The body of a block; the file's own body has the empty type. */
export interface BodyFrame extends Opened {
  readonly kind: 'body';
  readonly type: string;
  readonly labels: readonly string[];
  state: 'name' | 'afterName' | 'value';
  /** Name of the argument or block that is being read. */
  name: string;
  nextLabels: string[];
  /** Arguments and nested blocks, but for the one that the cursor is on. */
  readonly names: Set<string>;
  /** Arguments that are plain strings. */
  readonly texts: Map<string, string>;
  /** Keys of arguments that are written as objects. */
  readonly keys: Map<string, ReadonlySet<string>>;
}

export interface ObjectFrame extends Opened {
  readonly kind: 'object';
  state: 'key' | 'afterKey' | 'value';
  key: string | undefined;
  readonly names: Set<string>;
  /** `{ for … }` has no keys of its own. */
  isFor: boolean;
}

export interface ListFrame extends Opened {
  readonly kind: 'list';
  isFor: boolean;
  /** Strings that are elements, but for the one that the cursor is on. */
  readonly names: Set<string>;
}

/** Parentheses, the key of an index, the inside of `${}`. */
export interface PlainFrame extends Opened {
  readonly kind: 'parentheses' | 'index' | 'template';
  /** Offset of what opens it. */
  readonly start: number;
}

export interface CallFrame extends Opened {
  readonly kind: 'call';
  readonly name: string;
  /** Zero-based. */
  argument: number;
}

export interface TextFrame extends Opened {
  readonly kind: 'quoted' | 'heredoc';
  readonly role: 'value' | 'key' | 'label' | 'index';
  /** Offset of the first character of the text. */
  readonly start: number;
  /** Marker of a heredoc. */
  readonly marker: string;
  hasTemplate: boolean;
}

export type Frame = BodyFrame | ObjectFrame | ListFrame | PlainFrame | CallFrame | TextFrame;

export function bodyFrame(type: string, labels: readonly string[], indent: number): BodyFrame {
  return {
    kind: 'body',
    type,
    labels,
    indent,
    operandEnded: false,
    state: 'name',
    name: '',
    nextLabels: [],
    names: new Set(),
    texts: new Map(),
    keys: new Map(),
  };
}

export const objectFrame = (names: Set<string>, indent: number): ObjectFrame => ({
  kind: 'object',
  indent,
  operandEnded: false,
  state: 'key',
  key: undefined,
  names,
  isFor: false,
});

export const listFrame = (indent: number): ListFrame => ({
  kind: 'list',
  indent,
  operandEnded: false,
  isFor: false,
  names: new Set(),
});

/** @param marker of a heredoc; a quoted string has none */
export function textFrame(role: TextFrame['role'], start: number, indent: number, marker?: string): TextFrame {
  const kind = marker === undefined ? 'quoted' : 'heredoc';
  return { kind, role, start, marker: marker ?? '', indent, operandEnded: false, hasTemplate: false };
}
