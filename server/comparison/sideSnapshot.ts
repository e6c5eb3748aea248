/** The snapshot of one side of a comparison. */
import type { Snapshot } from '../features/snapshot';
import { PlatformModel } from '../kubestack/platformModel';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { Indexer } from '../workspace/indexer';
import { isWithin, parentOf, resolvePath } from '../workspace/uri';
import { Workspace } from '../workspace/workspace';
import { GivenFiles } from './givenFiles';

/**
 * Reads the files of a side.
 * @param current the workspace as it is: schemas and settings come from it, and what `init` has installed
 * @param uri the folder that the paths of the files are relative to
 * @param files content by path, "/" separated
 */
export async function sideSnapshot(
  current: Snapshot,
  uri: string,
  files: ReadonlyMap<string, () => Uint8Array | undefined>,
): Promise<Snapshot> {
  const byUri = new Map([...files].map(([path, read]) => [resolvePath(uri, `./${path}`), read]));
  const outside = [...byUri.keys()].filter(file => !isWithin(file, uri)).map(parentOf);
  const folders = [uri, ...new Set(outside)];
  // Beyond the given files nothing is known, so that what is elsewhere is not taken for missing.
  const given = new GatedFileSystem(new GivenFiles(byUri, current.model.workspace.fileSystem), () => folders);
  const workspace = new Workspace(given);
  const indexer = new Indexer(workspace, given);
  indexer.add(folders);
  await indexer.done();
  const model = new PlatformModel(workspace, current.model.schemas, () => folders);
  return { ...current, model };
}

/** Files given as text, as requests have them. */
export function textFiles(files: Readonly<Record<string, string>>): Map<string, () => Uint8Array> {
  return new Map(Object.entries(files).map(([path, text]) => [path, () => new TextEncoder().encode(text)]));
}
