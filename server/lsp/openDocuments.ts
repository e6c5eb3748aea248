/**
 * Open documents of the editor: their text, and a syntax tree for each that follows every edit. The first edit makes it: a document that is only read
 * needs none, and neither does the first answer wait for the grammar.
 */
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { CONFIGURATION_LANGUAGES } from '../../common/languages';
import { DocumentTree, type TextEdit } from '../syntax/incremental/documentTree';
import type { Grammar } from '../syntax/incremental/grammar';
import type { Session } from '../session';
import { commandOfFile, concernsPlatforms, sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, normalizeUri, parentOf, refersToNothing } from '../workspace/uri';
import { MAX_DOCUMENT_LENGTH } from '../workspace/longFiles';

interface OpenDocument {
  document: TextDocument;
  tree: DocumentTree | undefined;
  canHaveTree: boolean;
  /** A document beside the configuration. */
  readonly isText: boolean;
}

const LANGUAGES_OF_NEW: ReadonlySet<string> = new Set(CONFIGURATION_LANGUAGES);

export class OpenDocuments {
  private readonly documents = new Map<string, OpenDocument>();

  /** @param grammar undefined until it has been loaded */
  constructor(
    private readonly session: Session,
    private readonly grammar: () => Grammar | undefined,
  ) {}

  open(item: { uri: string; languageId: string; version: number; text: string }): void {
    const uri = normalizeUri(item.uri);
    if (refersToNothing(uri)) return;
    const syntax = sourceSyntaxOf(baseNameOf(uri));
    const name = baseNameOf(uri);
    if (!syntax && (concernsPlatforms(name) || commandOfFile(name))) {
      this.documents.set(uri, {
        document: TextDocument.create(item.uri, item.languageId, item.version, item.text),
        tree: undefined,
        canHaveTree: false,
        isText: true,
      });
      this.session.workspace.setTextDocument(uri, item.text);
      return;
    }
    // A file with another name is not part of a module, whatever its language; neither is a side of a comparison (`git:`).
    const isNew = item.uri.startsWith('untitled:') && LANGUAGES_OF_NEW.has(item.languageId);
    if (!syntax && !isNew) return;
    this.documents.get(uri)?.tree?.dispose();
    this.session.documentOpened(uri);
    const document = TextDocument.create(item.uri, item.languageId, item.version, item.text);
    const canHaveTree = !syntax?.json && item.text.length <= MAX_DOCUMENT_LENGTH;
    this.documents.set(uri, { document, tree: undefined, canHaveTree, isText: false });
    this.session.workspace.setDocument(uri, item.text);
    this.session.indexer.readNow(uri);
  }

  /** Applies changes in order; outdated versions are ignored. */
  change(
    { uri: clientUri, version }: { uri: string; version: number },
    changes: readonly TextDocumentContentChangeEvent[],
  ): void {
    const uri = normalizeUri(clientUri);
    const open = this.documents.get(uri);
    if (!open || version <= open.document.version) return;
    const edits: TextEdit[] = [];
    let whole = false;
    for (const change of changes) {
      const edit = editOf(open.document, change);
      if (edit) edits.push(edit);
      else whole = true;
      open.document = TextDocument.update(open.document, [change], version);
      if (edit) edit.newEndPosition = open.document.positionAt(edit.newEnd);
    }
    const text = open.document.getText();
    if (open.isText) {
      this.session.workspace.setTextDocument(uri, text);
      return;
    }
    this.updateTree(open, text, whole ? undefined : edits);
    const { workspace } = this.session;
    // The folder of an open document was deleted. It can be there again, with other files.
    const isForgotten = workspace.folder(parentOf(uri)) === undefined;
    workspace.setDocument(uri, text, open.tree);
    if (isForgotten) this.session.readAgain(parentOf(uri));
  }

  close(clientUri: string): void {
    const uri = normalizeUri(clientUri);
    const open = this.documents.get(uri);
    open?.tree?.dispose();
    this.documents.delete(uri);
    if (open?.isText) this.session.workspace.closeTextDocument(uri);
    else if (open) this.session.workspace.closeDocument(uri);
    this.session.documentClosed(uri);
  }

  /** The URI in the notation that the client used when it opened the document. */
  clientUri(uri: string): string {
    return this.documents.get(uri)?.document.uri ?? uri;
  }

  versionOf(uri: string): number | undefined {
    return this.documents.get(uri)?.document.version;
  }

  /** The language id that the editor assigned to an open document. */
  languageOf(uri: string): string | undefined {
    return this.documents.get(uri)?.document.languageId;
  }

  *all(): Iterable<{ uri: string; clientUri: string; version: number }> {
    for (const [uri, { document }] of this.documents) yield { uri, clientUri: document.uri, version: document.version };
  }

  dispose(): void {
    for (const { tree } of this.documents.values()) tree?.dispose();
    this.documents.clear();
  }

  /** Without a tree, a document is read like a closed file: text that the grammar can't handle does not affect anything else. */
  private updateTree(open: OpenDocument, text: string, edits: readonly TextEdit[] | undefined): void {
    open.canHaveTree &&= text.length <= MAX_DOCUMENT_LENGTH;
    try {
      if (open.canHaveTree && edits && open.tree) open.tree.update(text, edits);
      else {
        open.tree?.dispose();
        open.tree = undefined;
        const grammar = open.canHaveTree ? this.grammar() : undefined;
        if (grammar) open.tree = new DocumentTree(grammar, text);
      }
    } catch {
      open.canHaveTree = false;
      open.tree = undefined;
    }
  }
}

/** Undefined for a change of the whole text. The new end position is known only after the change. */
function editOf(document: TextDocument, change: TextDocumentContentChangeEvent): TextEdit | undefined {
  if (!('range' in change)) return undefined;
  const start = document.offsetAt(change.range.start);
  const oldEnd = document.offsetAt(change.range.end);
  return {
    start,
    oldEnd,
    newEnd: start + change.text.length,
    startPosition: document.positionAt(start),
    oldEndPosition: document.positionAt(oldEnd),
    newEndPosition: document.positionAt(start),
  };
}
