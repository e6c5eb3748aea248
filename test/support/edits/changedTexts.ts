/** The texts of a workspace after changes. */
import type { Change } from '../../../server/edits/change';
import { applyEdits } from '../../../server/format/formatFile';
import { relativePath } from '../../../server/workspace/uri';
import type { TestWorkspace } from '../testWorkspace';

/** Texts of all files after the changes, by path. */
export function afterChanges(
  { snapshot, files, workspace }: TestWorkspace,
  changes: readonly Change[],
): Record<string, string> {
  const texts = new Map<string, string>();
  const textAt = (uri: string): string =>
    workspace.file(uri)?.text ?? new TextDecoder().decode(snapshot.model.workspace.fileSystem.read(uri));
  for (const uri of files.uris()) texts.set(uri, textAt(uri));
  for (const change of changes) if (change.kind === 'create') texts.set(change.uri, change.text);
  for (const uri of [...texts.keys()]) {
    const edits = changes.flatMap(change => (change.kind === 'text' && change.uri === uri ? change : []));
    for (const [index, edit] of edits.entries())
      if (index > 0 && edit.start < edits[index - 1]!.end) throw new Error(`Changes of ${uri} overlap.`);
    texts.set(uri, applyEdits(texts.get(uri)!, edits));
  }
  for (const change of changes) {
    if (change.kind === 'rename') {
      texts.set(change.newUri, texts.get(change.uri)!);
      texts.delete(change.uri);
    } else if (change.kind === 'delete') texts.delete(change.uri);
  }
  return Object.fromEntries([...texts].map(([uri, text]) => [relativePath(files.root, uri)!, text]));
}
