import type { Position } from 'vscode-languageserver-types';
import { memoize } from '../../common/memoize';
import { DEFAULT_SETTINGS, type Settings } from '../../server/semantics/settings';
import type { RequestContext } from '../../server/semantics/requestContext';
import type { Lifecycle } from '../../server/kubestack/lifecycle/lifecycle';
import { PlatformModel } from '../../server/kubestack/platform/platformModel';
import { bundledData } from './bundledData';
import type { FileSystem } from '../../server/workspace/fileSystem';
import { GatedFileSystem } from '../../server/workspace/gatedFileSystem';
import { Indexer } from '../../server/workspace/indexer';
import { Workspace } from '../../server/workspace/workspace';
import { MemoryFileSystem } from './memoryFileSystem';

export interface TestWorkspace {
  readonly snapshot: RequestContext;
  readonly workspace: Workspace;
  readonly files: MemoryFileSystem;
  readonly uri: (path: string) => string;
}

/** A completely read workspace of files given as text. Without `lifecycle`, nothing depends on the date. */
export async function workspaceOf(
  texts: Readonly<Record<string, string>>,
  settings: Partial<Settings> = {},
  lifecycle?: Lifecycle,
): Promise<TestWorkspace> {
  const files = new MemoryFileSystem(texts);
  const { snapshot, workspace } = await workspaceIn(files, files.root, settings);
  return { snapshot: { ...snapshot, lifecycle }, workspace, files, uri: path => files.uri(path) };
}

/** Replaces all files of a workspace. Reads only those that differ, like after an edit. */
export function replaceFiles({ files, workspace }: TestWorkspace, texts: Readonly<Record<string, string>>): void {
  const known = files.uris().map(uri => uri.slice(files.root.length + 1));
  for (const path of new Set([...known, ...Object.keys(texts)])) {
    if (files.text(path) === texts[path]) continue;
    files.write(path, texts[path]);
    workspace.readFromDisk(files.uri(path));
  }
}

/** Like `workspaceOf`, but cached for each object of texts, which is frozen. For tests that use the same files repeatedly. */
export const memoizedWorkspaceOf = memoize((texts: Readonly<Record<string, string>>) =>
  workspaceOf(Object.freeze(texts)),
);

/** A completely read workspace of a folder in a file system. @param root URI of the folder */
export async function workspaceIn(
  files: FileSystem,
  root: string,
  settings: Partial<Settings> = {},
): Promise<Pick<TestWorkspace, 'snapshot' | 'workspace'>> {
  const gate = new GatedFileSystem(files, () => [root]);
  const workspace = new Workspace(gate, (what, error) => {
    throw new Error(what, { cause: error });
  });
  const indexer = new Indexer(workspace, gate);
  indexer.add([root]);
  await indexer.done();
  const model = new PlatformModel(workspace, bundledData, () => [root]);
  const client = { markdown: true, servedByOtherExtension: () => false, clientUri: (uri: string) => uri };
  return { snapshot: { model, settings: { ...DEFAULT_SETTINGS, ...settings }, client }, workspace };
}

/** Removes the cursor mark `│` from one of the texts, and returns its zero-based position. */
export function cursorIn(texts: Readonly<Record<string, string>>): {
  texts: Record<string, string>;
  path: string;
  position: Position;
} {
  for (const [path, text] of Object.entries(texts)) {
    const offset = text.indexOf('│');
    if (offset < 0) continue;
    const before = text.slice(0, offset).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)!.length };
    return { texts: { ...texts, [path]: text.replace('│', '') }, path, position };
  }
  throw new Error('No text has the cursor mark │.');
}
