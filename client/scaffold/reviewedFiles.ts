/** The files of an edit with their new texts, for comparing them with the current ones. Files that the user still has to edit come first. */
import { ownProperty } from '../../common/ownProperty';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { changedFiles } from './changedFiles';
import { fileRank } from './cursorPosition';

export interface ReviewedFile {
  readonly uri: string;
  /** Whether the file exists now. */
  readonly exists: boolean;
  /** Undefined if the edit deletes it. */
  readonly after: string | undefined;
}

/** @param textOf returns the current text of a file; only called for changed files */
export function reviewedFiles(edit: WorkspaceEdit, textOf: (uri: string) => string): ReviewedFile[] {
  const { created, changed, deleted } = changedFiles(edit);
  const after = (uri: string, text: string): string =>
    TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), editsOf(edit, uri));
  return [
    ...created.map(uri => ({ uri, exists: false, after: after(uri, '') })),
    ...changed.map(uri => ({ uri, exists: true, after: after(uri, textOf(uri)) })),
    ...deleted.map(uri => ({ uri, exists: true, after: undefined })),
  ].sort((a, b) => fileRank(a.uri) - fileRank(b.uri) || (a.uri < b.uri ? -1 : 1));
}

function editsOf({ documentChanges = [], changes = {} }: WorkspaceEdit, uri: string): TextEdit[] {
  const ofDocument = documentChanges.flatMap(change =>
    'textDocument' in change && change.textDocument.uri === uri ? change.edits : [],
  );
  return [...ofDocument.filter((each): each is TextEdit => 'newText' in each), ...(ownProperty(changes, uri) ?? [])];
}
