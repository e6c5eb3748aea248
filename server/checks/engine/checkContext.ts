/** What a check of a platform looks at. */
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
import { environmentsInSteps } from '../../kubestack/platform/platform';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import type { SourceRange } from '../../hcl/model';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { RequestContext } from '../../semantics/requestContext';
import { mapInTurn } from '../../scheduling/inTurn';
import { inferEnvironments } from '../../kubestack/platform/inferEnvironments';
import { runToCompletion } from '../../scheduling/runToCompletion';

/** A module block of a platform, Kubestack's or not. */
export interface PlatformModule extends DescendantModule {
  /** Undefined where `source` is missing or not known. */
  readonly source: ModuleSource | undefined;
  /** The text of `source`, quotes included. */
  readonly sourcePlace: SourceRange | undefined;
}

export interface CheckContext {
  readonly request: RequestContext;
  readonly model: PlatformModel;
  /** The root module. */
  readonly root: ModuleInstance;
  /** Every module block of the root module and of the local modules below it; what is inside Kubestack's own modules is not. */
  readonly modules: readonly PlatformModule[];
  /** Those of them that take `configuration`. */
  readonly calls: readonly ModuleCall[];
  /** The environments of the clusters (of all calls where there is no cluster), in the order in which they are written; without mistakes. */
  readonly environments: readonly string[];
  /** The base environment of most calls. */
  readonly base: string;
  /** Whether every file of the root module parses: what seems to be missing may stand in one that does not. */
  readonly isWhole: boolean;
  /** A file by its path from the platform's folder: `Dockerfile`, `../.gitignore`. Unsaved changes count. */
  file(path: string): TextFile | undefined;
  /** What a folder contains, by its path from the platform's folder. */
  list(path: string): readonly FolderEntry[];
  /** Whether there is a file or folder, by its path from the platform's folder. */
  exists(path: string): boolean;
  /** The URI of a path from the platform's folder. */
  uri(path: string): string;
}

/** The context of a root module; undefined where nothing in it is Kubestack. */
export const checkContext = (request: RequestContext, root: ModuleInstance): CheckContext | undefined =>
  runToCompletion(checkContextInSteps(request, root));

/** The same, a little at a time. It is not to go on after something has changed. */
export function* checkContextInSteps(
  request: RequestContext,
  root: ModuleInstance,
): Generator<undefined, CheckContext | undefined> {
  const { model } = request;
  const modules: PlatformModule[] = [];
  for (const module of descendantModules(root, model)) {
    const { name, instance, declaration, call } = module;
    const { source, sourcePlace } = sourceOf(module);
    modules.push({ name, instance, declaration, call, source, sourcePlace });
    if (modules.length % MODULES === 0) yield;
  }
  const calls = yield* mapInTurn(modules, ({ call }) => (call ? [call] : []));
  if (calls.length === 0) return undefined;
  const clusters = yield* mapInTurn(calls, call => (call.module.kind === 'cluster' ? [call] : []));
  const deciding = clusters.length > 0 ? clusters : calls;
  const all = yield* environmentsInSteps(deciding, model);
  const { base } = clusters.length > 0 ? yield* environmentsInSteps(calls, model) : all;
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

/** Modules between two pauses. */
const MODULES = 2;

type Source = Pick<PlatformModule, 'source' | 'sourcePlace'>;
const sources = new WeakMap<Declaration, Source>();

/** Kept, since most declarations are the same after a keystroke. */
function sourceOf({ declaration, instance }: DescendantModule): Source {
  let known = sources.get(declaration);
  if (!known) {
    const part = declaredAttribute(declaration, 'source');
    const text = callText(instance, declaration, 'source');
    known = {
      source: text === undefined ? undefined : parseModuleSource(text),
      sourcePlace: part && rangeIn(part.item, part.attribute.value),
    };
    if (!isComputed(part?.attribute.value)) sources.set(declaration, known);
  }
  return known;
}
