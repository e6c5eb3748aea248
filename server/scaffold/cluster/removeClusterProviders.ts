/** The last stage of a cluster's removal: the cloud's provider, and the cloud itself if it has no other clusters. */
import { t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { isCloudProvider, rootProviders } from './clusterParts';
import { dropCloud } from './dropCloud';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { declarationItems, removeItems } from '../removedBlocks';

export function removeClusterProviders(scaffoldContext: ScaffoldContext, cluster: string): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  if (!answers.flag('applied'))
    return answers.refuse(
      'applied',
      t(
        'Only the providers of {0} are left, because Terraform needs them to destroy the cluster. Set "applied" to true when its removal has been applied in every environment.',
        cluster,
      ),
    );
  const all = rootProviders(scaffoldContext);
  const own = all.filter(({ alias }) => alias === cluster);
  const items = own.flatMap(({ declaration }) => declarationItems(declaration));
  removeItems(scaffoldContext, items);
  const left = all.filter(each => !own.includes(each) && isCloudProvider(each.type));
  const used = new Set([
    ...left.map(({ type }) => type),
    ...(platform?.calls ?? []).flatMap(call => providersMap(call).map(({ provider }) => provider.split('.')[0] ?? '')),
    ...(platform?.described?.clusters.map(({ provider }) => provider) ?? []),
  ]);
  const clouds = new Set(own.map(({ type }) => type).filter(isCloudProvider));
  const notes = [...clouds].filter(cloud => !used.has(cloud)).flatMap(cloud => dropCloud(scaffoldContext, cloud));
  return {
    notes,
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-providers-of-${cluster}`,
      summary: t('Remove the providers of {0}', cluster),
      after: [step(t('The plan shows no changes, because no resource uses the providers anymore.'))],
    }),
  };
}
