/** The module blocks of a platform. An edit of configurations updates the list instead of finding all blocks again. */
import { isComputed } from '../../workspace/staticEvaluation';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import { InstanceMemo, type MemoKey } from '../../kubestack/memoization/instanceMemo';
import { callText } from '../../kubestack/modules/callText';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { descendantModules, type DescendantModule } from '../../kubestack/modules/descendantModules';
import { parseModuleSource, type ModuleSource } from '../../kubestack/modules/moduleSource';
import { platformCalls } from '../../kubestack/platform/platformCalls';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { resolvePath } from '../../workspace/uri';
import type { SourceRange } from '../../hcl/model';

/** A module block of a platform, including modules that are not from Kubestack. */
export interface PlatformModule extends DescendantModule {
  /** Undefined if `source` is missing or unknown. */
  readonly source: ModuleSource | undefined;
  /** The expression of `source`, including quotes. */
  readonly sourceRange: SourceRange | undefined;
  /** URI of the folder, if the source is a path. */
  readonly localFolder: string | undefined;
}

export interface PlatformModules {
  /** Of the root module and of the local modules it calls, at every depth, but not those inside of Kubestack's modules. */
  readonly modules: readonly PlatformModule[];
  /** Those that have a `configuration`. */
  readonly calls: readonly ModuleCall[];
  /**
   * The same object as long as nothing has changed but the content of configurations. Blocks that contain an edited configuration are new objects
   * nevertheless.
   */
  readonly declarations: object;
}

interface KeptModules extends PlatformModules {
  readonly key: MemoKey;
}
const kept = new InstanceMemo<KeptModules>();

/** Number of modules between two pauses, when they are found and when they are updated. */
const MODULES_PER_PAUSE = 2;
const UPDATED_PER_PAUSE = 512;

/** The modules of a platform. Must be abandoned when something changes. */
export const platformModules = (root: ModuleInstance, model: PlatformModel): Generator<undefined, PlatformModules> =>
  kept.compute(
    root,
    () => [model.workspace.revision],
    () => findModules(root, model),
  );

function* findModules(root: ModuleInstance, model: PlatformModel): Generator<undefined, KeptModules> {
  const { declarationsRevision, moduleGraphRevision, stamps } = model.workspace;
  const installed = stamps.of(`${root.rootUri}/.terraform/modules/modules.json`);
  const key = [declarationsRevision, moduleGraphRevision, installed];
  const before = kept.last(root);
  if (before?.key.every((part, index) => part === key[index])) {
    const { calls } = yield* platformCalls(root, model);
    const modules = yield* updatedModules(before, calls, model);
    if (modules) return { ...before, modules, calls };
  }
  const modules: PlatformModule[] = [];
  const calls: ModuleCall[] = [];
  for (const module of descendantModules(root, model)) {
    modules.push(platformModule(module));
    if (module.call) calls.push(module.call);
    if (modules.length % MODULES_PER_PAUSE === 0) yield;
  }
  return { key, modules, calls, declarations: {} };
}

/** The modules after an edit of configurations; undefined if they must be found again, since a call has another interface. */
function* updatedModules(
  before: PlatformModules,
  calls: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, readonly PlatformModule[] | undefined> {
  if (calls.length !== before.calls.length) return undefined;
  const modules = [...before.modules];
  let next = 0;
  for (const [index, old] of before.modules.entries()) {
    if (index % UPDATED_PER_PAUSE === 0) yield;
    const { name, instance } = old;
    const call = old.call && calls[next++];
    if (old.call && old.call === call) continue;
    if (old.call && (!call || !isSameInterface(old.call, call))) return undefined;
    const declaration = call?.declaration ?? instance.folder?.declaration('module', name);
    if (declaration === old.declaration) continue;
    if (!declaration || (!call && model.call(instance, name))) return undefined;
    modules[index] = platformModule({ name, instance, declaration, call });
  }
  return modules;
}

/** The content of a configuration may decide which release of the framework a call has. */
const isSameInterface = (a: ModuleCall, b: ModuleCall): boolean =>
  a.name === b.name &&
  a.instance === b.instance &&
  a.module.kind === b.module.kind &&
  a.module.schema === b.module.schema &&
  a.module.folderUri === b.module.folderUri;

function platformModule({ name, instance, declaration, call }: DescendantModule): PlatformModule {
  const { source, sourceRange, localFolder } = sourceOf({ declaration, instance });
  return { name, instance, declaration, call, source, sourceRange, localFolder };
}

type Source = Pick<PlatformModule, 'source' | 'sourceRange' | 'localFolder'>;
const sources = new WeakMap<Declaration, Source>();

/** Cached by declaration, since an edit changes only a few of them. */
function sourceOf({ declaration, instance }: Pick<DescendantModule, 'declaration' | 'instance'>): Source {
  let cached = sources.get(declaration);
  if (!cached) {
    const part = declaredAttribute(declaration, 'source');
    const text = callText(instance, declaration, 'source');
    const source = text === undefined ? undefined : parseModuleSource(text);
    cached = {
      source,
      localFolder: source?.form === 'local' ? resolvePath(instance.folderUri, source.path) : undefined,
      sourceRange: part && rangeIn(part.item, part.attribute.value),
    };
    if (!isComputed(part?.attribute.value)) sources.set(declaration, cached);
  }
  return cached;
}
