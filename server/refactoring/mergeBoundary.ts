/** Which part of an environment inherits, or is overridden, as one. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';

/** The beginning of an attribute's path that an environment takes from one side as a whole: depth 1, or 2 where objects merge. */
export function mergeBoundary({ module }: ModuleCall, path: readonly string[]): readonly string[] {
  const { configurationType: type, merge } = module;
  const environment = type.kind === 'map' ? type.element : type;
  const attribute = environment.kind === 'object' ? environment.attributes.get(path[0] ?? '')?.type : undefined;
  const merges = merge === 'nested' && (attribute?.kind === 'object' || attribute?.kind === 'map');
  return path.slice(0, merges ? 2 : 1);
}

/** `default_node_pool.min_size`. */
export const pathText = (path: readonly string[]): string => path.join('.');
