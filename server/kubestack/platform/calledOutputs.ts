/** Outputs of the modules that a module calls. */
import type { ModuleInstance } from '../modules/moduleInstance';
import { calledFolder } from '../modules/moduleTree';
import type { PlatformModel } from './platformModel';
import { exactSchema } from '../schemas/exactSchema';

export interface CalledOutputs {
  has(name: string): boolean;
  names(): readonly string[];
}

/**
 * The outputs of a called module, by its files, or by the schema of its version.
 *
 * @param instance the module with the call
 * @param name the label of the call
 * @returns undefined if not all of them are known
 */
export function calledOutputs(instance: ModuleInstance, name: string, model: PlatformModel): CalledOutputs | undefined {
  const call = model.call(instance, name);
  if (call && call.module.folderUri === undefined) {
    const outputs = exactSchema(call, model.schemas)?.outputs;
    return outputs && { has: output => outputs.has(output), names: () => [...outputs.keys()] };
  }
  const declaration = instance.folder?.declaration('module', name);
  const uri = call?.module.folderUri ?? (declaration && calledFolder(instance, declaration));
  const folder = uri === undefined ? undefined : model.tree.readFolder(uri);
  if (!folder || folder.hasDiagnostics) return undefined;
  return {
    has: output => folder.declaration('output', output) !== undefined,
    names: () => [...folder.names('output')],
  };
}
