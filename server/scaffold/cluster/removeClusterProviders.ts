/** The last stage of a cluster's removal: the provider of its cloud, and the cloud itself where nothing else is in it. */
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { isCloudProvider, rootProviders } from './clusterParts';
import { dropCloud } from './dropCloud';
import { flowOf } from '../followUpDefaults';
import type { Ground } from '../scaffoldContext';
import { itemsOf, removeItems } from '../removedBlocks';
import type { Outcome } from '../scaffold';

export function removeClusterProviders(ground: Ground, cluster: string): Outcome | undefined {
  const { answers, platform } = ground;
  if (!answers.flag('applied'))
    return answers.refuse(
      'applied',
      `Only the providers of ${cluster} are left. Answer true once its removal was applied in every environment: until then terraform needs them to destroy it.`,
    );
  const all = rootProviders(ground);
  const own = all.filter(({ alias }) => alias === cluster);
  const items = own.flatMap(({ declaration }) => itemsOf(declaration));
  removeItems(ground, items);
  const left = all.filter(each => !own.includes(each) && isCloudProvider(each.type));
  const used = new Set([
    ...left.map(({ type }) => type),
    ...(platform?.calls ?? []).flatMap(call => providersMap(call).map(({ provider }) => provider.split('.')[0] ?? '')),
    ...(platform?.described?.clusters.map(({ provider }) => provider) ?? []),
  ]);
  const clouds = new Set(own.map(({ type }) => type).filter(isCloudProvider));
  const notes = [...clouds].filter(cloud => !used.has(cloud)).flatMap(cloud => dropCloud(ground, cloud));
  return {
    notes,
    followUp: flowOf(ground, {
      branch: `remove-providers-of-${cluster}`,
      summary: `Remove the providers of ${cluster}`,
      after: ['The plan shows no changes: nothing is left that the providers were for.'],
    }),
  };
}
