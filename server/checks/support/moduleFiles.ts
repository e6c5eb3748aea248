/** In which files the clusters, node pools and services of a root module stand. */
import { clusterInName } from '../../kubestack/platform/namingRules';
import type { CheckContext, PlatformModule } from '../engine/checkContext';
import { isBinding } from './featureBindings';
import { mapInTurn } from '../../scheduling/inTurn';
import { perContext } from '../engine/perContext';
import { clusterLabels } from './providerBlocks';

/** The modules whose files have a name by rule, by the URI of their file; others, as `elb-dns`, go with whatever they stand beside. */
export const modulesByFile = perContext(groupByFile);

function* groupByFile(context: CheckContext): Generator<undefined, ReadonlyMap<string, readonly PlatformModule[]>> {
  const byFile = new Map<string, PlatformModule[]>();
  yield* mapInTurn(context.modules, module => {
    const isNamed = module.call ? module.call.module.kind !== 'other' : isBinding(context, module);
    if (module.instance !== context.root || !isNamed) return [];
    // A module that is not called after a cluster has a file of any name.
    if (clusterInName(module.name, clusterLabels(context)) === undefined) return [];
    const { uri } = module.declaration.item;
    const list = byFile.get(uri);
    if (list) list.push(module);
    else byFile.set(uri, [module]);
    return [];
  });
  return byFile;
}

/** The name of a module's file, without the ending. */
export const stemOf = ({ name, call }: PlatformModule): string =>
  call?.module.kind === 'cluster' ? `${name}_cluster` : name;
