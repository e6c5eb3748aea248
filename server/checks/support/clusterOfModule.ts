/** The cluster that a node pool or service belongs to. */
import { platformStructure } from '../../kubestack/platform/platformStructure';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { labelInRoot, nameInPlatform } from '../../semantics/moduleCalls';
import type { CheckContext } from '../engine/checkContext';
import { perContext } from '../engine/perContext';

const clustersByLabel = perContext(function* ({
  root,
  model,
}: CheckContext): Generator<undefined, ReadonlyMap<string, string>> {
  const { clusters } = yield* platformStructure(root, model);
  const names = new Map<string, string>();
  for (const cluster of clusters.values())
    for (const { name } of [...cluster.nodePools, ...cluster.services]) names.set(name, cluster.name);
  return names;
});

/** The label of the cluster; undefined if it is unknown. */
export const clusterOfModule = (context: CheckContext, call: ModuleCall): string | undefined =>
  clustersByLabel(context).get(labelInRoot(nameInPlatform(call)));
