/** The files of an edit as it leaves them, to be compared with what they are now; what there is most to do in comes first. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { changedFiles } from './changedFiles';
import { fileRank } from './cursorPosition';

export interface ReviewedFile {
  readonly uri: string;
  /** Whether there is such a file now. */
  readonly isThere: boolean;
  /** Undefined where the edit deletes it. */
  readonly after: string | undefined;
}

/** @param textOf the text that a file has now; only asked for files that are changed */
export function reviewedFiles(edit: WorkspaceEdit, textOf: (uri: string) => string): ReviewedFile[] {
  const { created, changed, deleted } = changedFiles(edit);
  const after = (uri: string, text: string): string =>
    TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), editsOf(edit, uri));
  return [
    ...created.map(uri => ({ uri, isThere: false, after: after(uri, '') })),
    ...changed.map(uri => ({ uri, isThere: true, after: after(uri, textOf(uri)) })),
    ...deleted.map(uri => ({ uri, isThere: true, after: undefined })),
  ].sort((a, b) => fileRank(a.uri) - fileRank(b.uri) || (a.uri < b.uri ? -1 : 1));
}

function editsOf({ documentChanges = [], changes = {} }: WorkspaceEdit, uri: string): TextEdit[] {
  const ofDocument = documentChanges.flatMap(change =>
    'textDocument' in change && change.textDocument.uri === uri ? change.edits : [],
  );
  return [...ofDocument.filter((each): each is TextEdit => 'newText' in each), ...(changes[uri] ?? [])];
}
