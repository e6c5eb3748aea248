/** Changes of files, before they are converted to LSP edits (workspaceEdit.ts). */

/** Replaces a part of a file. Offsets are UTF-16 units in the file as it is now; changes of one file never overlap. */
export interface TextChange {
  readonly kind: 'text';
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}
/** A new file with its text. */
export interface FileCreation {
  readonly kind: 'create';
  readonly uri: string;
  readonly text: string;
}
/** Changes of the file's text use its old name. */
export interface FileRename {
  readonly kind: 'rename';
  readonly uri: string;
  readonly newUri: string;
}
export interface FileDeletion {
  readonly kind: 'delete';
  readonly uri: string;
}
export type Change = TextChange | FileCreation | FileRename | FileDeletion;
