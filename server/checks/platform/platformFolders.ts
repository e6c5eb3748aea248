/** Finds the folders of a platform. */
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';

/** The folders of the root module and of its local modules at every depth, without duplicates. */
export const platformFolders = perContext(function* (context): Generator<undefined, readonly ModuleFolder[]> {
  const { root, modules, model } = context;
  const folders = new Set(root.folder ? [root.folder] : []);
  yield* mapPausing(modules, ({ instance, call, localFolder }) => {
    // A module without calls of its own is only known by the one that calls it.
    const called = call || localFolder === undefined ? undefined : model.workspace.folder(localFolder);
    for (const folder of [instance.folder, called]) if (folder) folders.add(folder);
    return [];
  });
  return [...folders];
});
