/** The calls of a platform whose configuration is written out. */
import { configurationObject } from '../features/configurationPlaces';
import type { ModuleCall } from '../kubestack/moduleCall';
import { perContext } from './perContext';

/** One for each block, however often its module is called. */
export const writtenCalls = perContext(({ calls }): readonly ModuleCall[] => {
  const seen = new Set<unknown>();
  return calls.filter(call => {
    const item = configurationObject(call)?.item;
    return item !== undefined && !seen.has(item) && seen.add(item);
  });
});
