/** Which changes of a plan come from uncommitted edits, and which from commits that were not applied. */
import { forecastActionOf } from '../../../common/forecast/forecastActionOf';
import { isWhollyRead, type Forecast } from '../../../common/forecast/forecast';
import { t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import type { Plan, PlannedResource } from '../../../common/plan/plan';

/** In the order in which they are counted. */
const SOURCES = ['edit', 'commits', 'outside', 'unknown'] as const;
export type ChangeSource = (typeof SOURCES)[number];

/**
 * @param edits the forecast of the uncommitted changes; undefined if there are none
 * @returns sources by the `id` of the resource, without data sources that are read during the apply
 */
export function changeSources(plan: Plan, edits: Forecast | undefined): Map<string, ChangeSource> {
  const drifted = new Set(plan.drift.map(({ address }) => address));
  const resources = (edits && ownProperty(edits.environments, plan.environment)?.resources) ?? [];
  const edited = new Map(resources.map(({ address, action }) => [address, action]));
  const isWhole = !edits || isWhollyRead(edits, plan.environment);
  const sourceOf = (resource: PlannedResource): ChangeSource => {
    const planned = forecastActionOf(resource);
    const forecast = edited.get(resource.address);
    if (forecast === undefined) {
      if (drifted.has(resource.address)) return 'outside';
      return !edits || (isWhole && planned) ? 'commits' : 'unknown';
    }
    if (forecast === planned) return 'edit';
    // The edit assumes that the resource exists.
    return planned === 'create' && (forecast === 'update' || forecast === 'replace') ? 'commits' : 'unknown';
  };
  return new Map(
    plan.changes.filter(({ action }) => action !== 'read').map(resource => [resource.id, sourceOf(resource)]),
  );
}

/** @returns for each source that occurs, how many changes come from it */
export function countSources(sources: ReadonlyMap<string, ChangeSource>): string[] {
  const all = [...sources.values()];
  return SOURCES.flatMap(source => {
    const count = all.filter(each => each === source).length;
    return count === 0 ? [] : [countText(source, count)];
  });
}

function countText(source: ChangeSource, count: number): string {
  switch (source) {
    case 'edit':
      return t('{0} from your edit', count);
    case 'commits':
      return t('{0} from commits that were not applied', count);
    case 'outside':
      return t('{0} from changes outside Terraform', count);
    case 'unknown':
      return t('{0} from an unknown source', count);
  }
}

/** The source of one change, beside its resource. */
export function changeSourceText(source: ChangeSource): string {
  switch (source) {
    case 'edit':
      return t('your edit');
    case 'commits':
      return t('not applied commits');
    case 'outside':
      return t('changed outside Terraform');
    case 'unknown':
      return t('unknown source');
  }
}
