/** The folders that a platform is written in. */
import type { ModuleFolder } from '../workspace/moduleFolder';
import { perContext } from './perContext';

/** The root module's, and those of the local modules below it; each once. */
export const platformFolders = perContext(({ root, modules }): readonly ModuleFolder[] => {
  const instances = new Set([root, ...modules.map(({ instance }) => instance)]);
  const uris = new Map([...instances].flatMap(({ folder }) => (folder ? [[folder.uri, folder] as const] : [])));
  return [...uris.values()];
});
