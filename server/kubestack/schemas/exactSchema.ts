/** The schema of a called module, if it is certain. */
import type { ModuleCall } from '../modules/moduleCall';
import type { ModuleSchema, Schemas } from './schemas';

/**
 * The schema of the module at the `?ref=` of the call. Undefined if the ref is missing, or a branch or commit that the bundled data does not
 * contain: what the module accepts there would be a guess.
 */
export function exactSchema({ module }: Pick<ModuleCall, 'module'>, schemas: Schemas): ModuleSchema | undefined {
  const { schema, version } = module;
  return schema?.ref !== undefined && schemas.knownRef(version) === schema.ref ? schema : undefined;
}

/** Whether attributes are typed and nested (after v0.19.2-beta.0), or strings. */
export const interfaceGenerationOf = ({ module }: Pick<ModuleCall, 'module'>): 'map' | 'object' =>
  module.merge === 'nested' ? 'object' : 'map';
