/** The facts about a called module, where they are certain. */
import type { ModuleCall } from '../modules/moduleCall';
import type { ModuleSchema, Schemas } from './schemas';

/**
 * The module exactly as it is at the `?ref=` of the call. Undefined where the ref is missing, or is a branch or commit that the
 * bundled data does not know: what the module takes there is a guess.
 */
export function exactSchema({ module }: Pick<ModuleCall, 'module'>, schemas: Schemas): ModuleSchema | undefined {
  const { schema, version } = module;
  return schema?.ref !== undefined && schemas.knownRef(version) === schema.ref ? schema : undefined;
}

/** Whether attributes are typed, and nested (after v0.19.2-beta.0), or texts. */
export const interfaceGenerationOf = ({ module }: Pick<ModuleCall, 'module'>): 'map' | 'object' =>
  module.merge === 'nested' ? 'object' : 'map';
