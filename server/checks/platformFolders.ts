/** The folders that a platform is written in. */
import type { ModuleFolder } from '../workspace/moduleFolder';
import type { CheckContext } from './checkContext';

const known = new WeakMap<CheckContext, readonly ModuleFolder[]>();

/** The root module's, and those of the local modules below it; each once. */
export function platformFolders(context: CheckContext): readonly ModuleFolder[] {
  let folders = known.get(context);
  if (!folders) {
    const instances = new Set([context.root, ...context.modules.map(({ instance }) => instance)]);
    const uris = new Map([...instances].flatMap(({ folder }) => (folder ? [[folder.uri, folder] as const] : [])));
    known.set(context, (folders = [...uris.values()]));
  }
  return folders;
}
