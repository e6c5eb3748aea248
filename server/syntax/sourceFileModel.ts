/** A configuration file as a list of its top-level items. */
import type { Item, Span } from './ast';
import type { LineIndex } from './lineIndex';

/** An item and its position. */
export interface PlacedItem {
  readonly item: Item;
  /** Offset of the item's first character in the file. */
  readonly offset: number;
  /** The current text, if it has syntax errors. `item` is then the last valid version. */
  readonly staleText?: string | undefined;
  /** Whether `item` was recovered from text with syntax errors. */
  readonly recovered?: boolean | undefined;
}

/** A syntax error. Offsets are relative to the file. */
export interface SyntaxDiagnostic extends Span {
  readonly message: string;
}

export interface SourceFile {
  readonly uri: string;
  readonly text: string;
  /** In source order. */
  readonly items: readonly PlacedItem[];
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /** Set if the file was not parsed at all, so it could declare anything. The only diagnostic contains the reason. */
  readonly isUnread?: boolean;
  /** Created on first use, since most files never need it. */
  readonly lines: LineIndex;
}
