/** The input of a check of a platform. */
import type { TextFile } from '../../workspace/textFiles';
import type { FolderEntry } from '../../workspace/fileSystem';
import { resolvePath } from '../../workspace/uri';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { environmentsOf } from '../../kubestack/platform/platform';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import type { RequestContext } from '../../semantics/requestContext';
import { mapPausing } from '../../scheduling/pausing';
import { platformModules, type PlatformModule } from './platformModules';
import { inferEnvironments } from '../../kubestack/platform/inferEnvironments';

export interface CheckContext {
  readonly request: RequestContext;
  readonly model: PlatformModel;
  /** The root module. */
  readonly root: ModuleInstance;
  /** The same object as long as nothing has changed but the content of configurations, see {@link PlatformModules}. */
  readonly declarations: object;
  /** The module blocks of the root module and of the local modules it calls, at every depth, but not those inside of Kubestack's modules. */
  readonly modules: readonly PlatformModule[];
  /** The modules that have a `configuration`. */
  readonly calls: readonly ModuleCall[];
  /**
   * The environments of the clusters, or of all calls if there is no cluster, in the order of the text. Names that are probably mistakes are left
   * out.
   */
  readonly environments: readonly string[];
  /** The base environment of most calls. */
  readonly base: string;
  /** Whether all files of the root module parse. If not, a declaration that seems to be missing may be in a file that does not. */
  readonly isWhole: boolean;
  /**
   * The text of a file, including unsaved changes.
   * @param path relative to the platform's folder, for example `Dockerfile` or `../.gitignore`
   */
  file(path: string): TextFile | undefined;
  /** The contents of a folder, by its path relative to the platform's folder. */
  list(path: string): readonly FolderEntry[];
  /** Whether a file or folder exists, by its path relative to the platform's folder. */
  exists(path: string): boolean;
  /** The URI of a path relative to the platform's folder. */
  uri(path: string): string;
}

/** The context of a root module; undefined if it calls no Kubestack modules. Must be stopped when something changes. */
export function* checkContext(
  request: RequestContext,
  root: ModuleInstance,
): Generator<undefined, CheckContext | undefined> {
  const { model } = request;
  const { modules, calls, declarations } = yield* platformModules(root, model);
  if (calls.length === 0) return undefined;
  const clusters = yield* mapPausing(calls, call => (call.module.kind === 'cluster' ? [call] : []));
  const deciding = clusters.length > 0 ? clusters : calls;
  const all = yield* environmentsOf(deciding, model);
  const { base } = clusters.length > 0 ? yield* environmentsOf(calls, model) : all;
  const { texts, stamps } = model.workspace;
  const uri = (path: string): string => resolvePath(root.folderUri, path);
  return {
    request,
    model,
    root,
    declarations,
    modules,
    calls,
    environments: yield* inferEnvironments(all.keys, calls, model),
    base,
    isWhole: root.folder?.hasDiagnostics === false,
    uri,
    file: path => texts.file(uri(path)),
    list: path => texts.list(uri(path)),
    exists: path => stamps.of(uri(path)) !== undefined,
  };
}
