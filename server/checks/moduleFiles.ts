/** In which files the clusters, node pools and services of a root module stand. */
import { clusterInName } from '../kubestack/namingRules';
import type { CheckContext, PlatformModule } from './checkContext';
import { isBinding } from './featureBindings';
import { perContext } from './perContext';
import { clusterNames } from './providerBlocks';

/** The modules whose files have a name by rule, by the URI of their file; others, as `elb-dns`, go with whatever they stand beside. */
export const modulesByFile = perContext((context): ReadonlyMap<string, readonly PlatformModule[]> =>
  groupByFile(context),
);

function groupByFile(context: CheckContext): Map<string, PlatformModule[]> {
  const byFile = new Map<string, PlatformModule[]>();
  for (const module of context.modules) {
    const isNamed = module.call ? module.call.module.kind !== 'other' : isBinding(context, module);
    if (module.instance !== context.root || !isNamed) continue;
    // A module that is not called after a cluster has a file of any name.
    if (!clusterInName(module.name, clusterNames(context))) continue;
    const { uri } = module.declaration.item;
    const list = byFile.get(uri);
    if (list) list.push(module);
    else byFile.set(uri, [module]);
  }
  return byFile;
}

/** The name of a module's file, without the ending. */
export const stemOf = ({ name, call }: PlatformModule): string =>
  call?.module.kind === 'cluster' ? `${name}_cluster` : name;
