/** Finds the files of clusters, node pools and services in a root module. */
import { clusterInName } from '../../kubestack/platform/namingRules';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { isBinding } from '../platform/featureBindings';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';
import { clusterLabels } from '../platform/providerBlocks';

/** Modules by the URI of their file. Only modules whose file has a name by convention; others, such as `elb-dns`, can be in any file. */
export const modulesByFile = perContext(groupByFile);

function* groupByFile(context: CheckContext): Generator<undefined, ReadonlyMap<string, readonly PlatformModule[]>> {
  const byFile = new Map<string, PlatformModule[]>();
  yield* mapPausing(context.modules, module => {
    const isNamed = module.call ? module.call.module.kind !== 'other' : isBinding(context, module);
    if (module.instance !== context.root || !isNamed) return [];
    // The convention applies only to modules named after a cluster.
    if (clusterInName(module.name, clusterLabels(context)) === undefined) return [];
    const { uri } = module.declaration.item;
    const list = byFile.get(uri);
    if (list) list.push(module);
    else byFile.set(uri, [module]);
    return [];
  });
  return byFile;
}

/** The file name for a module by convention, without extension. */
export const stemOf = ({ name, call }: PlatformModule): string =>
  call?.module.kind === 'cluster' ? `${name}_cluster` : name;
