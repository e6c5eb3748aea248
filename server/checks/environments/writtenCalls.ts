/** Finds the calls whose configuration is an object in the text. */
import { configurationObject } from '../../semantics/configurationRanges';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';

/** One per block, however often its module is called. */
export const writtenCalls = perContext(function* ({ calls }): Generator<undefined, readonly ModuleCall[]> {
  const seen = new Set<unknown>();
  return yield* mapPausing(calls, call => {
    const item = configurationObject(call)?.item;
    if (item === undefined || seen.has(item)) return [];
    seen.add(item);
    return [call];
  });
});
