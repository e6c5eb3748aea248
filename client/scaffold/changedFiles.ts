/** The URIs of the files that an edit creates, changes and deletes. */
import type { WorkspaceEdit } from 'vscode-languageserver-types';

export interface ChangedFiles {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

export function changedFiles({ documentChanges = [], changes = {} }: WorkspaceEdit): ChangedFiles {
  const created: string[] = [];
  const deleted: string[] = [];
  const changed = new Set<string>(Object.keys(changes));
  for (const change of documentChanges) {
    if ('textDocument' in change) changed.add(change.textDocument.uri);
    else if (change.kind === 'create') created.push(change.uri);
    else if (change.kind === 'delete') deleted.push(change.uri);
    else changed.add(change.newUri);
  }
  return { created, changed: [...changed].filter(uri => !created.includes(uri)), deleted };
}

export const isNothing = ({ created, changed, deleted }: ChangedFiles): boolean =>
  created.length + changed.length + deleted.length === 0;
