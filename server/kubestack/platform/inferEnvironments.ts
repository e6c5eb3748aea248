/** Infers which keys of a platform's modules are environments: the others are mistakes, which no other module is expected to have. */
import { closestName } from '../../hcl/closestName';
import { namedEnvironments, type NamedEnvironments } from '../inheritance/environmentKeys';
import { exactSchema } from '../schemas/exactSchema';
import type { ModuleCall } from '../modules/moduleCall';
import type { PlatformModel } from './platformModel';
import { LOCAL_ENVIRONMENT } from '../inheritance/promotionOrder';
import { mapPausing } from '../../scheduling/pausing';

/** Whether it is known that a call's version has no local environment. */
export const isWithoutLocal = (call: ModuleCall, { schemas }: PlatformModel): boolean =>
  call.module.merge === 'nested' && exactSchema(call, schemas) !== undefined;

/**
 * The environments that other modules are expected to have: without misspelt names, and without the local one if no version has it.
 *
 * @param keys of all calls, in their order
 * @param from the calls that decide
 */
export function* inferEnvironments(
  keys: readonly string[],
  from: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, readonly string[]> {
  const spelt = yield* withoutMisspelt(keys, from, model);
  const withLocal = yield* mapPausing(from, call =>
    namedEnvironments(call, model).keys.includes(LOCAL_ENVIRONMENT) ? [isWithoutLocal(call, model)] : [],
  );
  const isLocalGone = withLocal.length > 0 && !withLocal.includes(false);
  return isLocalGone ? spelt.filter(key => key !== LOCAL_ENVIRONMENT) : spelt;
}

/** The keys without those that are certainly misspelt in one module. */
export function* withoutMisspelt(
  keys: readonly string[],
  from: readonly ModuleCall[],
  model: PlatformModel,
): Generator<undefined, readonly string[]> {
  // A module with calls for several clusters counts once.
  const blocks = new Set<unknown>();
  const named = yield* mapPausing(from, call => {
    const names = namedEnvironments(call, model);
    if (names.keys.length === 0 || blocks.has(call.declaration.item)) return [];
    blocks.add(call.declaration.item);
    return [names];
  });
  const counts = new Map<string, number>();
  for (const { keys: own } of named) for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
  const mistaken = new Set(
    yield* mapPausing(named, each => {
      const alone = each.keys.filter(key => counts.get(key) === 1);
      return named.length > 1 && alone.length > 0 ? mistakenOf(each, alone, keys, counts) : [];
    }),
  );
  return mistaken.size === 0 ? keys : keys.filter(key => !mistaken.has(key));
}

/** Names that are certainly intended, however similar they are. */
const USUAL = ['apps', 'apps-prod', 'ops'];

/** Names that only one module has, in place of a missing base, or similar to an environment of several others. */
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
