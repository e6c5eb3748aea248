/** Finds the folders of a platform. */
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';

/** The folders of the root module and of its local modules at every depth, without duplicates. */
export const platformFolders = perContext(function* ({ root, modules }): Generator<undefined, readonly ModuleFolder[]> {
  const folders = new Set(root.folder ? [root.folder] : []);
  yield* mapPausing(modules, ({ instance: { folder } }) => {
    if (folder) folders.add(folder);
    return [];
  });
  return [...folders];
});
