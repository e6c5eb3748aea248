/** The module blocks of a platform, Kubestack's and others. */
import type { Declaration } from '../../workspace/declarations';
import type { ModuleCall } from './moduleCall';
import type { ModuleInstance } from './moduleInstance';
import type { PlatformModel } from '../platform/platformModel';

export interface DescendantModule {
  readonly name: string;
  /** The module that contains the block. */
  readonly instance: ModuleInstance;
  readonly declaration: Declaration;
  /** Set if it calls a Kubestack module. */
  readonly call: ModuleCall | undefined;
}

/** Maximum number of local modules per platform, and of blocks in them: modules that each call others twice would grow exponentially. */
const MAX_MODULES = 10_000;
const MAX_BLOCKS = 20_000;

/** The blocks of a module and of the local modules below it, module by module, in the order of files and text. Kubestack modules are not entered. */
export function* descendantModules(top: ModuleInstance, model: PlatformModel): Generator<DescendantModule> {
  let modules = 0;
  let blocks = 0;
  function* visit(instance: ModuleInstance): Generator<DescendantModule> {
    if (++modules > MAX_MODULES || blocks > MAX_BLOCKS) return;
    const kubestack = new Set<string>();
    for (const name of instance.folder?.namesInOrder('module') ?? []) {
      const declaration = instance.folder?.declaration('module', name);
      if (!declaration) continue;
      if (instance !== top) blocks++;
      const call = model.call(instance, name);
      if (call) kubestack.add(name);
      yield { name, instance, declaration, call };
    }
    for (const child of model.tree.children(instance)) if (!kubestack.has(child.callName)) yield* visit(child);
  }
  yield* visit(top);
}
