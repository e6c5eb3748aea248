/** The module blocks of a platform, Kubestack's and others. */
import type { Declaration } from '../../workspace/declarations';
import type { ModuleCall } from './moduleCall';
import type { ModuleInstance } from './moduleInstance';
import type { PlatformModel } from '../platform/platformModel';

export interface DescendantModule {
  readonly name: string;
  /** The module that has the block. */
  readonly instance: ModuleInstance;
  readonly declaration: Declaration;
  /** Where it is a call of a Kubestack module. */
  readonly call: ModuleCall | undefined;
}

/** Local modules that are followed in one platform: a tree of modules that each call others twice would never end. */
const MAX_MODULES = 10_000;

/**
 * Those of a module and of the local modules below it, module by module, in the order of files and text. What is inside a Kubestack module
 * is the framework's business.
 */
export function* descendantModules(top: ModuleInstance, model: PlatformModel): Generator<DescendantModule> {
  let modules = 0;
  function* visit(instance: ModuleInstance): Generator<DescendantModule> {
    if (++modules > MAX_MODULES) return;
    const kubestack = new Set<string>();
    for (const name of instance.folder?.namesInOrder('module') ?? []) {
      const declaration = instance.folder?.declaration('module', name);
      if (!declaration) continue;
      const call = model.call(instance, name);
      if (call) kubestack.add(name);
      yield { name, instance, declaration, call };
    }
    for (const child of model.tree.children(instance)) if (!kubestack.has(child.callName)) yield* visit(child);
  }
  yield* visit(top);
}
