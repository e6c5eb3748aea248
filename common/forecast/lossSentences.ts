/** What a change replaces and destroys, in sentences for a question. */
import { CLUSTER_RESOURCES } from './lostClusters';
import type { Forecast, ForecastEnvironment, ForecastResource } from './forecast';
import { enumeration, t } from '../localization';

/** One resource in one environment. */
interface Lost {
  readonly environment: string;
  readonly kind: 'cluster' | 'nodePool' | 'other';
  readonly action: 'replace' | 'destroy';
}

/** The most important one first. Resources are counted in each environment. */
export function lossSentences({
  environments,
  missingModules = [],
  skipped = [],
}: Pick<Forecast, 'environments' | 'missingModules' | 'skipped'>): string[] {
  const all = Object.entries(environments);
  const lost = all.flatMap(([environment, { resources }]) => resources.flatMap(each => lostOf(environment, each)));
  const named = (matches: (forecast: ForecastEnvironment) => boolean): string =>
    enumeration(all.flatMap(([name, forecast]) => (matches(forecast) ? [name] : [])));
  const failing = named(({ cannotPlan = [] }) => cannotPlan.length > 0);
  const uncertain = named(each => missingModules.length + skipped.length > 0 || isUncertain(each));
  const losses = [
    sentence(lost, 'replace', 'cluster'),
    sentence(lost, 'destroy', 'cluster'),
    sentence(lost, 'replace', 'nodePool'),
    sentence(lost, 'destroy', 'nodePool'),
    otherSentence(lost),
    failing === '' ? undefined : t('The plan of {0} fails.', failing),
    uncertain === '' ? undefined : t('Whether more is replaced or destroyed in {0} is unknown.', uncertain),
    // There may be environments that were not read.
    skipped.length > 0 && all.length === 0 ? t('What changes is unknown.') : undefined,
  ].filter(each => each !== undefined);
  if (losses.length > 0) return losses;
  return [
    all.every(([, { resources }]) => resources.length === 0)
      ? t('No resource changes in any environment.')
      : t('No resource is replaced or destroyed.'),
  ];
}

function lostOf(environment: string, { type, action }: ForecastResource): Lost[] {
  if (action !== 'replace' && action !== 'destroy') return [];
  return [{ environment, kind: CLUSTER_RESOURCES.get(type) ?? 'other', action }];
}

const isUncertain = ({ resources, unknown = [] }: ForecastEnvironment): boolean =>
  unknown.length > 0 || resources.some(({ action, atMost }) => action === 'unknown' && !atMost);

function sentence(all: readonly Lost[], action: Lost['action'], kind: 'cluster' | 'nodePool'): string | undefined {
  const lost = all.filter(each => each.action === action && each.kind === kind);
  if (lost.length === 0) return undefined;
  const environments = environmentsOf(lost);
  if (lost.length === 1) {
    if (kind === 'cluster')
      return action === 'replace'
        ? t('Replaces 1 cluster in {0}.', environments)
        : t('Destroys 1 cluster in {0}.', environments);
    return action === 'replace'
      ? t('Replaces 1 node pool in {0}.', environments)
      : t('Destroys 1 node pool in {0}.', environments);
  }
  if (kind === 'cluster')
    return action === 'replace'
      ? t('Replaces {0} clusters in {1}.', lost.length, environments)
      : t('Destroys {0} clusters in {1}.', lost.length, environments);
  return action === 'replace'
    ? t('Replaces {0} node pools in {1}.', lost.length, environments)
    : t('Destroys {0} node pools in {1}.', lost.length, environments);
}

function otherSentence(all: readonly Lost[]): string | undefined {
  const lost = all.filter(({ kind }) => kind === 'other');
  if (lost.length === 0) return undefined;
  const environments = environmentsOf(lost);
  return lost.length === 1
    ? t('Replaces or destroys 1 other resource in {0}.', environments)
    : t('Replaces or destroys {0} other resources in {1}.', lost.length, environments);
}

const environmentsOf = (lost: readonly Lost[]): string =>
  enumeration([...new Set(lost.map(({ environment }) => environment))]);
