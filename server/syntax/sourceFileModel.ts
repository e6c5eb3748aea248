/** A configuration file as the list of its top-level items, as data. */
import type { Item, Span } from './ast';
import type { LineIndex } from './lineIndex';

/** An item and where it is. */
export interface PlacedItem {
  readonly item: Item;
  /** Offset of the item's first character in the file. */
  readonly offset: number;
  /** Set when the text here does not parse and `item` is what stood here before: the text as it is now. */
  readonly staleText?: string | undefined;
  /** Set when `item` is not what stood here before but what can be read of the text as it is now. */
  readonly recovered?: boolean | undefined;
}

/** Something that does not parse; offsets in the file. */
export interface SyntaxDiagnostic extends Span {
  readonly message: string;
}

export interface SourceFile {
  readonly uri: string;
  readonly text: string;
  /** In the order of the text. */
  readonly items: readonly PlacedItem[];
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /** Set when nothing of the content is known: the file may declare anything. The only diagnostic says why. */
  readonly isUnread?: boolean;
  /** Made on first use: most files are never asked for a position. */
  readonly lines: LineIndex;
}
