/** The input of a check of a platform. */
import { isComputed } from '../../workspace/staticEvaluation';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import type { TextFile } from '../../workspace/textFiles';
import type { FolderEntry } from '../../workspace/fileSystem';
import { resolvePath } from '../../workspace/uri';
import { callText } from '../../kubestack/modules/callText';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { descendantModules, type DescendantModule } from '../../kubestack/modules/descendantModules';
import { parseModuleSource, type ModuleSource } from '../../kubestack/modules/moduleSource';
import { environmentsOf } from '../../kubestack/platform/platform';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import type { SourceRange } from '../../hcl/model';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { RequestContext } from '../../semantics/requestContext';
import { mapPausing } from '../../scheduling/pausing';
import { inferEnvironments } from '../../kubestack/platform/inferEnvironments';

/** A module block of a platform, including modules that are not from Kubestack. */
export interface PlatformModule extends DescendantModule {
  /** Undefined if `source` is missing or unknown. */
  readonly source: ModuleSource | undefined;
  /** The expression of `source`, including quotes. */
  readonly sourceRange: SourceRange | undefined;
}

export interface CheckContext {
  readonly request: RequestContext;
  readonly model: PlatformModel;
  /** The root module. */
  readonly root: ModuleInstance;
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
  const modules: PlatformModule[] = [];
  for (const module of descendantModules(root, model)) {
    const { name, instance, declaration, call } = module;
    const { source, sourceRange } = sourceOf(module);
    modules.push({ name, instance, declaration, call, source, sourceRange });
    if (modules.length % MODULES_PER_PAUSE === 0) yield;
  }
  const calls = yield* mapPausing(modules, ({ call }) => (call ? [call] : []));
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

/** Number of modules between two pauses. */
const MODULES_PER_PAUSE = 2;

type Source = Pick<PlatformModule, 'source' | 'sourceRange'>;
const sources = new WeakMap<Declaration, Source>();

/** Cached by declaration, since an edit changes only a few of them. */
function sourceOf({ declaration, instance }: DescendantModule): Source {
  let cached = sources.get(declaration);
  if (!cached) {
    const part = declaredAttribute(declaration, 'source');
    const text = callText(instance, declaration, 'source');
    cached = {
      source: text === undefined ? undefined : parseModuleSource(text),
      sourceRange: part && rangeIn(part.item, part.attribute.value),
    };
    if (!isComputed(part?.attribute.value)) sources.set(declaration, cached);
  }
  return cached;
}
