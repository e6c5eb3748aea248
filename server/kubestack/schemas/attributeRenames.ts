/** Paths of the `map` generation's attributes in the `object` generation. */
import { ownProperty } from '../../../common/ownProperty';
import { interfaceGenerationOf } from './exactSchema';
import type { ModuleCall } from '../modules/moduleCall';
import type { Schemas } from './schemas';

/**
 * The current path of an attribute that a module of the `object` generation gets under its old name.
 * @param path in an environment
 */
export function renamedTo(
  call: Pick<ModuleCall, 'module'>,
  schemas: Schemas,
  path: readonly string[],
): readonly string[] | undefined {
  const module = call.module.schema?.path;
  if (module === undefined || path.length !== 1 || interfaceGenerationOf(call) !== 'object') return undefined;
  const renames = ownProperty(schemas.renames, module);
  const name = path[0]!;
  return renames && Object.hasOwn(renames, name) ? ownProperty(renames, name)!.split('.') : undefined;
}
