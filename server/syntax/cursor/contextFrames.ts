/** Stack frames of the scan around a cursor, one for each open construct. Offsets are UTF-16 code units. */

/** Indentation of the line on which the construct was opened. */
interface Opened {
  readonly indent: number;
  /** Whether an operand has just ended, so that only an operator can follow. */
  operandEnded: boolean;
}

/** The body of a block. For the file's body, the type is empty. */
export interface BodyFrame extends Opened {
  readonly kind: 'body';
  readonly type: string;
  readonly labels: readonly string[];
  state: 'name' | 'afterName' | 'value';
  /** Name of the current argument or block. */
  name: string;
  nextLabels: string[];
  /** Names of arguments and nested blocks, except for the one at the cursor. */
  readonly names: Set<string>;
  /** Arguments that are string literals. */
  readonly texts: Map<string, string>;
  /** Keys of arguments that are object literals. */
  readonly keys: Map<string, ReadonlySet<string>>;
}

export interface ObjectFrame extends Opened {
  readonly kind: 'object';
  state: 'key' | 'afterKey' | 'value';
  key: string | undefined;
  readonly names: Set<string>;
  /** Whether this is `{ for … }`, which has no literal keys. */
  isFor: boolean;
}

export interface ListFrame extends Opened {
  readonly kind: 'list';
  isFor: boolean;
  /** Strings in the list, except for the one at the cursor. */
  readonly names: Set<string>;
}

/** Parentheses, the key of an index, or an interpolation. */
export interface PlainFrame extends Opened {
  readonly kind: 'parentheses' | 'index' | 'template';
  /** Offset of the opening token. */
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

/** @param marker of a heredoc; undefined for a quoted string */
export function textFrame(role: TextFrame['role'], start: number, indent: number, marker?: string): TextFrame {
  const kind = marker === undefined ? 'quoted' : 'heredoc';
  return { kind, role, start, marker: marker ?? '', indent, operandEnded: false, hasTemplate: false };
}
