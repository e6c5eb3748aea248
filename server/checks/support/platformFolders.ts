/** The folders that a platform is written in. */
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { mapInTurn } from '../../scheduling/inTurn';
import { perContext } from '../engine/perContext';

/** The root module's, and those of the local modules below it; each once. */
export const platformFolders = perContext(function* ({ root, modules }): Generator<undefined, readonly ModuleFolder[]> {
  const folders = new Set(root.folder ? [root.folder] : []);
  yield* mapInTurn(modules, ({ instance: { folder } }) => {
    if (folder) folders.add(folder);
    return [];
  });
  return [...folders];
});
