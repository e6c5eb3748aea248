/** The request context of one side of a comparison. */
import type { ReadRefusal } from '../../common/refusal';
import type { SideFiles } from '../../common/protocol';
import type { RequestContext } from '../semantics/requestContext';
import { PlatformModel } from '../kubestack/platform/platformModel';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { Indexer } from '../workspace/indexer';
import { Workspace } from '../workspace/workspace';
import { RevisionFileSystem, type GivenTree } from './revisionFileSystem';

/** The last sides that were read beside each workspace, the newest first: most of their files have the same text as those of the next side. */
const recentSides = new WeakMap<Workspace, Workspace[]>();
/** Two sides of a comparison. */
const MAX_RECENT = 2;

/**
 * Reads the files of a side. Shares those with the same text with the current workspace, and with the sides before.
 * @param current the current workspace: provides data, settings, and installed modules
 * @param uri the folder that the paths of the files are relative to
 */
export async function sideContext(current: RequestContext, uri: string, tree: GivenTree): Promise<RequestContext> {
  const files = new RevisionFileSystem(uri, tree, current.model.workspace.fileSystem);
  const folders = [uri, ...files.foldersBeside(uri)];
  // Files outside of the given ones are unknown rather than missing.
  const given = new GatedFileSystem(files, () => folders);
  const base = current.model.workspace;
  const workspace = new Workspace(given, base.failed, () => [...(recentSides.get(base) ?? []), base]);
  const indexer = new Indexer(workspace, given);
  indexer.add(folders);
  await indexer.done();
  recentSides.set(base, [workspace, ...(recentSides.get(base) ?? [])].slice(0, MAX_RECENT));
  const model = new PlatformModel(workspace, current.model.data, () => folders);
  return { ...current, model };
}

/** Files given in a request. */
export function textFiles(given: Readonly<SideFiles>): GivenTree {
  const files = new Map<string, () => Uint8Array | undefined>();
  const links = new Map<string, string>();
  const refusals = new Map<string, ReadRefusal>();
  for (const [path, file] of Object.entries(given)) {
    if (typeof file === 'string') files.set(path, () => new TextEncoder().encode(file));
    else if ('link' in file) links.set(path, file.link);
    else {
      files.set(path, () => undefined);
      refusals.set(path, file.refusal);
    }
  }
  return { files, links, refusals };
}
