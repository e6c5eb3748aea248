/** Formats two plans for a diff editor: changes that are in both have the same lines. */
import type { Plan } from '../../../../common/plan/plan';
import { comparePlans } from '../../model/planComparison';
import { actionWord } from '../../../../common/plan/actionWords';
import { changedAttributePaths } from '../../../../common/plan/changedPaths';
import { t } from '../../../../common/localization';

/** Maximum number of attributes for each resource. */
const MAX_PATHS = 20;

/**
 * @param plan of the environment.
 * @param other the plan to compare with.
 * @returns a line for each change, sorted by address, followed by the changed attributes.
 */
export function planComparisonText(plan: Plan, other: Plan): string {
  const { differences, same } = comparePlans(plan, other);
  const head = [
    `# ${t('Planned changes in {0}', plan.environment)}`,
    `# ${t('{0} identical, {1} different', same, differences.length)}`,
    '',
  ];
  const sorted = [...plan.changes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = sorted.flatMap(resource => {
    const line = `${actionWord(resource.action)} ${resource.id}`;
    if (resource.action !== 'update' && resource.action !== 'replace') return [line];
    const { paths, more } = changedAttributePaths(resource, MAX_PATHS);
    return [line, ...paths.map(path => `  ${path}`), ...(more ? ['  …'] : [])];
  });
  return [...head, ...(lines.length === 0 ? [`# ${t('No changes.')}`] : lines), ''].join('\n');
}
