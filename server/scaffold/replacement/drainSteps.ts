/** The steps that move the pods: typed by people, since only they know what may be evicted when. */
import { t } from '../../../common/localization';
import { runs, step, type Step } from '../../../common/steps';
import type { StagedChange } from '../../../common/replacement/stagedChange';
import { cloudOf, type Cloud, type CloudProvider } from '../cluster/clouds';
import { effectiveText, effectiveTextList } from '../effectiveStrings';
import { promotionOrderOf } from '../followUpDefaults';
import { quotedWord } from '../followUp';
import type { ReplacementTarget } from './replacementTarget';
import { callNamed } from './stagesInCode';

/**
 * The label with the name of their pool that clouds give to nodes. Sources: docs.aws.amazon.com/eks (managed node groups), the reserved labels of
 * GKE and AKS, and Scaleway's documentation of Kapsule.
 */
const LABELS: Readonly<Record<CloudProvider, string>> = {
  aws: 'eks.amazonaws.com/nodegroup',
  azurerm: 'kubernetes.azure.com/agentpool',
  google: 'cloud.google.com/gke-nodepool',
  scaleway: 'k8s.scaleway.com/pool-name',
};
/** The framework's name of a default pool. */
const DEFAULT_POOL = 'default';

/** Cordons and drains the old nodes, in each environment. */
export function drainSteps(
  target: ReplacementTarget,
  { part, old, next }: Pick<StagedChange, 'part' | 'old' | 'next'>,
): Step[] {
  const { scaffoldContext, platform } = target;
  const call = callNamed(scaffoldContext.request, target.root, old);
  const cloud = cloudOf(call?.module.provider);
  return promotionOrderOf(platform).map(environment => {
    const names = call && cloud ? nodePoolNames(target, call, cloud, environment, part === 'defaultPool') : [];
    if (!cloud || names.length === 0)
      return step(
        t(
          'In {0}, cordon and drain the nodes of {1} when those of {2} are ready, and wait until its pods run on the new nodes.',
          environment,
          old,
          next,
        ),
      );
    const selector = names.length === 1 ? `${LABELS[cloud.provider]}=${names[0]!}` : undefined;
    const selectors = selector === undefined ? names.map(name => `${LABELS[cloud.provider]}=${name}`) : [selector];
    return step(
      t(
        'In {0}, move the pods when the nodes of {1} are ready: {2}. Then wait until they run on the new nodes.',
        environment,
        next,
        placeholders(selectors.length * 2),
      ),
      {
        commands: runs(
          ...selectors.map(each => `kubectl cordon --selector ${quotedWord(each)}`),
          ...selectors.map(
            each => `kubectl drain --selector ${quotedWord(each)} --ignore-daemonsets --delete-emptydir-data`,
          ),
        ),
      },
    );
  });
}

const placeholders = (count: number): string => Array.from({ length: count }, (_, index) => `{${index}}`).join(', ');

/** Scaleway has a pool for each zone. */
function nodePoolNames(
  { scaffoldContext: { request } }: ReplacementTarget,
  call: Parameters<typeof effectiveText>[1],
  cloud: Cloud,
  environment: string,
  isDefaultPool: boolean,
): readonly string[] {
  const name = isDefaultPool ? DEFAULT_POOL : effectiveText(request, call, environment, [cloud.poolName]);
  if (name === undefined) return [];
  if (cloud.provider !== 'scaleway') return [name];
  const zones = effectiveTextList(request, call, environment, isDefaultPool ? cloud.clusterZones : [cloud.poolZones]);
  return (zones ?? []).map(zone => `${name}-${zone}`);
}
