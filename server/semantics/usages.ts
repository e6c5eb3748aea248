/** How the modules around a position are used. */
import { folderUsage, type FolderUsage } from '../kubestack/modules/folderUsage';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { parentOf } from '../workspace/uri';
import type { RequestContext } from './requestContext';

/** A file, in one instance of its module. */
export interface FileOfInstance {
  readonly request: RequestContext;
  readonly uri: string;
  readonly instance: ModuleInstance | undefined;
}

/** Common properties of the calls in the platform and in the file's folder; the platform's first. */
export function usagesAt({ request, uri, instance }: FileOfInstance): FolderUsage[] {
  const folders = new Set([instance?.root.folder, request.model.workspace.folder(parentOf(uri))]);
  return [...folders].flatMap(folder => (folder ? [folderUsage(folder)] : []));
}
