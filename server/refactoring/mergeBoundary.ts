/** Determines which part of an environment is inherited or overridden as a whole. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';

/** The prefix of an attribute's path that is inherited as a whole: of length 1, or 2 if objects are merged. */
export function mergeBoundary({ module }: ModuleCall, path: readonly string[]): readonly string[] {
  const { configurationType: type, merge } = module;
  const environment = type.kind === 'map' ? type.element : type;
  const attribute = environment.kind === 'object' ? environment.attributes.get(path[0] ?? '')?.type : undefined;
  const merges = merge === 'nested' && (attribute?.kind === 'object' || attribute?.kind === 'map');
  return path.slice(0, merges ? 2 : 1);
}
