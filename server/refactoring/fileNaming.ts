/** Determines the file of a top-level block by the naming rules of platform repositories. */
import { now } from '../../common/now';
import { memoize } from '../../common/memoize';
import type { RequestContext } from '../semantics/requestContext';
import { allCalls } from '../kubestack/platform/platform';
import { platformStructure, type PlatformStructure } from '../kubestack/platform/platformStructure';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { literalText } from '../kubestack/modules/literalText';
import { moduleReferences } from '../workspace/moduleReferences';
import type { Block, Item } from '../syntax/ast';
import { findAttribute } from '../workspace/declarations';

/** The names of a root module's clusters, longest first, so that a label is matched with the longest cluster name that it begins with. */
export function clusterNamesByLength({ model }: RequestContext, root: ModuleInstance): readonly string[] {
  const shape = now(platformStructure(root, model));
  let names = cached.get(shape);
  if (!names) {
    names = now(allCalls(root, model))
      .filter(({ instance, module }) => instance === root && module.kind === 'cluster')
      .map(({ name }) => name)
      .sort((a, b) => b.length - a.length);
    cached.set(shape, names);
  }
  return names;
}

const cached = new WeakMap<PlatformStructure, readonly string[]>();

/**
 * File name without its extension; undefined for blocks that may be in any file.
 * @param clusters see {@link clusterNamesByLength}
 */
export function fileStemFor(item: Item, clusters: readonly string[]): string | undefined {
  const { node } = item;
  if (node.kind !== 'block') return undefined;
  const label = node.labels[0]?.name ?? '';
  switch (node.type) {
    case 'module':
      return nameSet(clusters).has(label) ? `${label}_cluster` : moduleStem(node, label, clusters);
    case 'provider':
      return providersStem(literalText(findAttribute(node, 'alias')?.value), node, clusters);
    case 'locals':
      return localsStem(node, clusters);
    case 'variable':
      return 'variables';
    case 'output':
      return 'outputs';
    case 'terraform':
      return node.body.some(entry => entry.kind === 'block' && /^(?:backend|cloud)$/.test(entry.type))
        ? 'state'
        : 'versions';
    default:
      return undefined;
  }
}

const nameSet = memoize((names: readonly string[]): ReadonlySet<string> => new Set(names));

/** Whether a name begins with the name of a cluster and an underscore. */
export function isPartOfCluster(name: string, clusters: readonly string[]): boolean {
  const names = nameSet(clusters);
  for (let end = name.indexOf('_'); end >= 0; end = name.indexOf('_', end + 1))
    if (names.has(name.slice(0, end))) return true;
  return false;
}

/** DNS records of an ingress are next to its service, so they may be in any file. */
function moduleStem(block: Block, label: string, clusters: readonly string[]): string | undefined {
  const source = literalText(findAttribute(block, 'source')?.value) ?? '';
  if (/\/elb-dns\b/.test(source)) return undefined;
  return isPartOfCluster(label, clusters) ? label : undefined;
}

function providersStem(alias: string | undefined, block: Block, clusters: readonly string[]): string | undefined {
  const named = alias !== undefined && nameSet(clusters).has(alias) ? alias : undefined;
  const cluster = named ?? clusters.find(each => moduleReferences(block).has(each));
  return cluster === undefined ? undefined : `${cluster}_providers`;
}

/** Locals with credentials of one cluster belong to its providers. */
function localsStem(block: Block, clusters: readonly string[]): string | undefined {
  const referred = clusters.filter(cluster => moduleReferences(block).has(cluster));
  const isOnlyCredentials = block.body.every(entry => entry.kind === 'attribute' && entry.name.endsWith('_kubeconfig'));
  return referred.length === 1 && isOnlyCredentials ? `${referred[0]}_providers` : undefined;
}
