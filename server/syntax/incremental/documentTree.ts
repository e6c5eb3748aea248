/**
 * The syntax tree of an open document, kept current with each edit at the cost of the edit. It tells where the document's items
 * are; what they say is read by terraform's own rules (expressionParser.ts). Trees live outside JavaScript's memory: whoever makes a
 * DocumentTree must dispose of it.
 */
import { Parser, type Language, type Tree, type TreeCursor } from 'web-tree-sitter';
import { processorTime } from '../../scheduling/eventLoop';
import type { Span } from '../ast';
import type { Position } from '../lineIndex';

/** One change of a document's text: offsets in UTF-16 units, positions zero-based. */
export interface TextEdit {
  start: number;
  oldEnd: number;
  newEnd: number;
  startPosition: Position;
  oldEndPosition: Position;
  newEndPosition: Position;
}

/** A text that takes longer to parse (a hundred thousand brackets) does without a tree from then on: milliseconds of processor time. */
const PATIENCE = 60;

export class DocumentTree {
  private readonly parser: Parser;
  private tree: Tree | null = null;
  private givenUp = false;

  constructor(language: Language, text: string) {
    this.parser = new Parser();
    this.parser.setLanguage(language);
    this.parse(text);
  }

  /** Applies edits, in their order, and parses what they touched. `text` is the text after all of them. */
  update(text: string, edits: readonly TextEdit[]): void {
    const old = this.tree;
    for (const edit of edits) old?.edit(toTreeEdit(edit));
    this.parse(text, old);
    old?.delete();
  }

  private parse(text: string, old: Tree | null = null): void {
    this.tree = null;
    if (this.givenUp) return;
    const end = processorTime() + PATIENCE;
    // Not by the clock: on a busy machine every text would take too long.
    this.tree = this.parser.parse(text, old, {
      progressCallback: () => processorTime() > end,
    });
    this.givenUp = this.tree === null;
  }

  /** Where the top-level items are; undefined when the tree has errors, since error recovery re-homes items. */
  itemBoundaries(): Span[] | undefined {
    const root = this.tree?.rootNode;
    if (!root || root.hasError) return undefined;
    const cursor = root.walk();
    try {
      const spans: Span[] = [];
      if (!cursor.gotoFirstChild()) return spans;
      // config_file has one body, and comments beside it.
      while (!isType(cursor, 'body')) if (!cursor.gotoNextSibling()) return spans;
      if (!cursor.gotoFirstChild()) return spans;
      do {
        if (!isType(cursor, 'comment')) spans.push({ start: cursor.startIndex, end: cursor.endIndex });
      } while (cursor.gotoNextSibling());
      return spans;
    } finally {
      cursor.delete();
    }
  }

  dispose(): void {
    this.tree?.delete();
    this.tree = null;
    this.parser.delete();
  }
}

const isType = (cursor: TreeCursor, type: string): boolean => cursor.nodeType === type;

function toTreeEdit(edit: TextEdit) {
  const point = ({ line, character }: Position) => ({ row: line, column: character });
  return {
    startIndex: edit.start,
    oldEndIndex: edit.oldEnd,
    newEndIndex: edit.newEnd,
    startPosition: point(edit.startPosition),
    oldEndPosition: point(edit.oldEndPosition),
    newEndPosition: point(edit.newEndPosition),
  } as Parameters<Tree['edit']>[0];
}
