/** The request context of one side of a comparison. */
import type { RequestContext } from '../semantics/requestContext';
import { PlatformModel } from '../kubestack/platform/platformModel';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { Indexer } from '../workspace/indexer';
import { Workspace } from '../workspace/workspace';
import { RevisionFileSystem, type GivenTree } from './revisionFileSystem';

/**
 * Reads the files of a side.
 * @param current the current workspace: provides data, settings, and installed modules
 * @param uri the folder that the paths of the files are relative to
 */
export async function sideContext(current: RequestContext, uri: string, tree: GivenTree): Promise<RequestContext> {
  const files = new RevisionFileSystem(uri, tree, current.model.workspace.fileSystem);
  const folders = [uri, ...files.foldersBeside(uri)];
  // Files outside of the given ones are unknown rather than missing.
  const given = new GatedFileSystem(files, () => folders);
  const workspace = new Workspace(given, current.model.workspace.failed);
  const indexer = new Indexer(workspace, given);
  indexer.add(folders);
  await indexer.done();
  const model = new PlatformModel(workspace, current.model.data, () => folders);
  return { ...current, model };
}

/** Files given as text in a request. */
export const textFiles = (files: Readonly<Record<string, string>>): GivenTree => ({
  files: new Map(Object.entries(files).map(([path, text]) => [path, () => new TextEncoder().encode(text)])),
  links: new Map(),
});
