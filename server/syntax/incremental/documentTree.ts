/**
 * The tree-sitter syntax tree of an open document, updated incrementally. It is used only to find the document's items, which are parsed by
 * Terraform's rules (expressionParser.ts). Trees are stored outside of JavaScript's memory, so every DocumentTree must be disposed.
 */
import { Parser, type Language, type Tree, type TreeCursor } from 'web-tree-sitter';
import { processorTime } from '../../scheduling/eventLoop';
import type { Span } from '../ast';
import type { Position } from '../lineIndex';

/** A change of a document's text. Offsets are UTF-16 code units, and positions are zero-based. */
export interface TextEdit {
  start: number;
  oldEnd: number;
  newEnd: number;
  startPosition: Position;
  oldEndPosition: Position;
  newEndPosition: Position;
}

/** Maximum processor time of a parse, in milliseconds. A text that takes longer (100,000 brackets) is no longer parsed by tree-sitter. */
const PARSE_TIMEOUT_MS = 60;

export class DocumentTree {
  private readonly parser: Parser;
  private tree: Tree | null = null;
  private givenUp = false;

  constructor(language: Language, text: string) {
    this.parser = new Parser();
    this.parser.setLanguage(language);
    this.parse(text);
  }

  /** Applies edits in order, and parses the changed parts. @param text the text after all edits */
  update(text: string, edits: readonly TextEdit[]): void {
    const old = this.tree;
    for (const edit of edits) old?.edit(toTreeEdit(edit));
    this.parse(text, old);
    old?.delete();
  }

  private parse(text: string, old: Tree | null = null): void {
    this.tree = null;
    if (this.givenUp) return;
    const end = processorTime() + PARSE_TIMEOUT_MS;
    // Processor time, since on a busy machine every text would exceed a limit of elapsed time.
    this.tree = this.parser.parse(text, old, {
      progressCallback: () => processorTime() > end,
    });
    this.givenUp = this.tree === null;
  }

  /** Ranges of the top-level items. @returns undefined if the tree has errors, since error recovery can move items into others */
  itemBoundaries(): Span[] | undefined {
    const root = this.tree?.rootNode;
    if (!root || root.hasError) return undefined;
    const cursor = root.walk();
    try {
      const spans: Span[] = [];
      if (!cursor.gotoFirstChild()) return spans;
      // The children of config_file are comments and one body.
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
