/** The parts of a cluster in the root module: its services, its node pools, and its providers. */
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { moduleReferences } from '../../workspace/moduleReferences';
import { visitBlock } from '../../syntax/traversal';
import type { Provider } from '../../../common/protocol';
import type { Declaration, LocalDeclaration } from '../../workspace/declarations';
import type { ScaffoldContext } from '../scaffoldContext';
import { rootFolder } from '../removedBlocks';

/** Types of cloud providers; others are for what runs on a cluster. */
const CLOUD_PROVIDERS: readonly Provider[] = ['aws', 'azurerm', 'google', 'scaleway'];
export const isCloudProvider = (type: string): boolean => (CLOUD_PROVIDERS as readonly string[]).includes(type);

export interface ClusterDependents {
  /** Labels of the calls that belong to the cluster, in the order of the text: services and what depends on them. */
  readonly services: readonly string[];
  /** Labels of its node pools. */
  readonly nodePools: readonly string[];
}

export function clusterDependents({ platform }: ScaffoldContext, cluster: string): ClusterDependents {
  const shape = platform?.shape?.clusters.get(cluster);
  const nodePools = shape?.nodePools.map(({ name }) => name) ?? [];
  const bound = new Set(shape?.services.map(({ name }) => name) ?? []);
  for (const call of platform?.calls ?? []) {
    const isOurs =
      call.instance === platform?.root && call.module.kind !== 'cluster' && call.module.kind !== 'nodePool';
    if (isOurs && belongsTo(call.declaration, cluster)) bound.add(call.name);
  }
  const inOrder = platform?.root?.folder?.namesInOrder('module') ?? [];
  return { services: inOrder.filter(label => bound.has(label)), nodePools };
}

/** Whether a call refers to the cluster, or is passed one of its providers. */
function belongsTo(declaration: Declaration, cluster: string): boolean {
  if (moduleReferences(declaration.block).has(cluster)) return true;
  return providersMap({ declaration }).some(({ provider }) => provider.split('.')[1] === cluster);
}

export interface NamedProvider {
  /** `aws` */
  readonly type: string;
  readonly alias: string | undefined;
  readonly declaration: Declaration;
}

/** Every provider of the root module. */
export function rootProviders(scaffoldContext: ScaffoldContext): NamedProvider[] {
  const folder = rootFolder(scaffoldContext);
  return (folder?.namesInOrder('provider') ?? []).flatMap(name => {
    const declaration = folder?.declaration('provider', name);
    const [type = '', alias] = name.split('.');
    return declaration ? [{ type, alias, declaration }] : [];
  });
}

/** Names of clusters of which only the cloud's provider is left: the last stage of a removal. */
export function orphanedClusters(scaffoldContext: ScaffoldContext): string[] {
  const { platform } = scaffoldContext;
  const clusters = platform?.described?.clusters.map(({ name }) => name) ?? [];
  const used = new Set((platform?.calls ?? []).flatMap(call => providersMap(call).map(({ provider }) => provider)));
  return rootProviders(scaffoldContext).flatMap(({ type, alias }) => {
    if (alias === undefined || !isCloudProvider(type) || clusters.includes(alias)) return [];
    return /^(?:eks|gke|aks|scw)_/.test(alias) && !used.has(`${type}.${alias}`) ? [alias] : [];
  });
}

/** Locals that refer to a cluster's outputs, such as its kubeconfig. */
export function localsOf(
  scaffoldContext: ScaffoldContext,
  cluster: string,
): { name: string; declaration: LocalDeclaration }[] {
  const folder = rootFolder(scaffoldContext);
  return [...(folder?.locals() ?? [])].flatMap(name => {
    const declaration = folder?.local(name);
    return declaration && refersTo(declaration, cluster) ? [{ name, declaration }] : [];
  });
}

function refersTo({ attribute }: LocalDeclaration, cluster: string): boolean {
  let found = false;
  visitBlock(attribute, expression => {
    found ||=
      expression.kind === 'attribute' &&
      expression.name === cluster &&
      expression.target.kind === 'name' &&
      expression.target.name === 'module';
  });
  return found;
}
