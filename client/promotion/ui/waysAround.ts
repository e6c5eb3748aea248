import type { LostCluster } from '../../../common/forecast/lostClusters';
import type { StagedSource } from '../../scaffold/stagedSource';
import { replacedModules, type ReplacedModule } from '../../scaffold/replacedModules';
import type { ChangedValues } from './revisionChanges';

/** What a promotion replaces at once, and could replace step by step. */
export function waysAround(
  staged: Pick<StagedSource, 'of'>,
  values: ChangedValues | undefined,
  lost: readonly LostCluster[],
): ReplacedModule[] {
  if (lost.length === 0) return [];
  return (values?.platforms ?? []).flatMap(({ uri, attributes }) => {
    const begun = new Set(staged.of(uri).flatMap(({ change }) => [change.old, change.next]));
    return replacedModules(uri, lost, { attributes }, name => begun.has(name));
  });
}
