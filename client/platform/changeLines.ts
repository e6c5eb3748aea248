/** The differences in one environment, one line each, also for what could not be compared. */
import { shortenedPair } from '../../common/shortened';
import type { Comparison } from '../../common/protocol';
import { t } from '../../common/localization';

export interface ChangeLine {
  /** The changed attribute: `default_node_pool.max_size`. */
  readonly label: string;
  /** The value before and after. */
  readonly description: string;
  /** Label of the cluster; '' for changes outside of clusters. */
  readonly cluster: string;
  readonly change: 'added' | 'removed' | 'changed';
}

const MAX_TEXT_LENGTH = 60;

export function changeLines(comparison: Comparison, environment: string): ChangeLine[] {
  const whole = new Set(
    comparison.modules.filter(({ change }) => change === 'added' || change === 'removed').map(({ name }) => name),
  );
  const modules = comparison.modules.map((module): ChangeLine => {
    const { name, change, before, after, cluster = '' } = module;
    if (change === 'added') return { label: name, description: t('added {0}', after ?? ''), cluster, change };
    if (change === 'removed') return { label: name, description: t('removed'), cluster, change };
    return { label: name, description: `${before ?? ''} → ${after ?? ''}`, cluster, change: 'changed' };
  });
  const attributes = comparison.attributes
    .filter(each => each.environment === environment && !whole.has(each.module))
    .map((each): ChangeLine => {
      const { change, path, module, cluster = '' } = each;
      const [before, after] = shortenedPair(
        each.beforeExpression ?? JSON.stringify(each.before ?? null),
        each.afterExpression ?? JSON.stringify(each.after ?? null),
        MAX_TEXT_LENGTH,
      );
      const values = change === 'added' ? [after] : change === 'removed' ? [before, '∅'] : [before, after];
      const owner = module === cluster ? [] : [module];
      return { label: [...owner, path.join('.')].join(' '), description: values.join(' → '), cluster, change };
    });
  const problems = new Map(
    comparison.problems.map(({ module, message }) => [`${module} ${message}`, { module, message }]),
  );
  const unknown = [...problems.values()].map(({ module, message }): ChangeLine => ({
    label: module,
    description: message,
    cluster: '',
    change: 'changed',
  }));
  return [...unknown, ...modules, ...attributes];
}

/** `4 attributes in 2 clusters`; without clusters, only the attributes. */
export function changeSummary(lines: readonly ChangeLine[], environment: string): string {
  if (lines.length === 0) return t('no changes in {0}', environment);
  const clusters = new Set(lines.map(({ cluster }) => cluster).filter(name => name !== '')).size;
  const changes = lines.length === 1 ? t('1 change') : t('{0} changes', lines.length);
  if (clusters === 0) return changes;
  return clusters === 1 ? t('{0} in 1 cluster', changes) : t('{0} in {1} clusters', changes, clusters);
}
