/** Which keys of a platform's clusters are environments of it: the others are mistakes where they stand, and nothing that others lack. */
import { closestName } from '../../hcl/closestName';
import { namedEnvironments, type NamedEnvironments } from '../inheritance/environmentKeys';
import { exactSchema } from '../schemas/exactSchema';
import type { ModuleCall } from '../modules/moduleCall';
import type { PlatformModel } from './platformModel';
import { LOCAL_ENVIRONMENT } from '../inheritance/promotionOrder';
import { mapInTurn } from '../../scheduling/inTurn';

/** Whether it is known that a call's version has no local environment. */
export const isWithoutLocal = (call: ModuleCall, { schemas }: PlatformModel): boolean =>
  call.module.merge === 'nested' && exactSchema(call, schemas) !== undefined;

/**
 * The environments that other modules have to have as well: without misspelt names, and without the local one where no version has it.
 *
 * @param keys of all that take part, in their order
 * @param from the calls that decide
 */
export function* inferEnvironments(
  keys: readonly string[],
  from: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, readonly string[]> {
  const spelt = yield* withoutMisspelt(keys, from, model);
  const withLocal = yield* mapInTurn(from, call =>
    namedEnvironments(call, model).keys.includes(LOCAL_ENVIRONMENT) ? [isWithoutLocal(call, model)] : [],
  );
  const isLocalGone = withLocal.length > 0 && !withLocal.includes(false);
  return isLocalGone ? spelt.filter(key => key !== LOCAL_ENVIRONMENT) : spelt;
}

/** The keys without those that are certainly another one, misspelt in one module. */
export function* withoutMisspelt(
  keys: readonly string[],
  from: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, readonly string[]> {
  // A module that is bound to several clusters says what it says once.
  const blocks = new Set<unknown>();
  const named = yield* mapInTurn(from, call => {
    const names = namedEnvironments(call, model);
    if (names.keys.length === 0 || blocks.has(call.declaration.item)) return [];
    blocks.add(call.declaration.item);
    return [names];
  });
  const counts = new Map<string, number>();
  for (const { keys: own } of named) for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
  const mistaken = new Set(
    yield* mapInTurn(named, each => {
      const alone = each.keys.filter(key => counts.get(key) === 1);
      return named.length > 1 && alone.length > 0 ? mistakenOf(each, alone, keys, counts) : [];
    }),
  );
  return mistaken.size === 0 ? keys : keys.filter(key => !mistaken.has(key));
}

/** Names that cannot be meant to be others, however alike they are. */
const USUAL = ['apps', 'apps-prod', 'ops'];

/** Names that nobody else has, in place of a base that is missing, or like an environment that several others have. */
function mistakenOf(
  { keys, base }: NamedEnvironments,
  alone: readonly string[],
  all: readonly string[],
  counts: ReadonlyMap<string, number>,
): readonly string[] {
  if (base !== undefined && !keys.includes(base)) return counts.has(base) ? alone : [];
  const missing = all.filter(key => !keys.includes(key) && counts.get(key)! > 1);
  const candidates = alone.filter(key => key !== base && !USUAL.includes(key));
  return missing.flatMap(key => closestName(key, candidates) ?? []);
}
