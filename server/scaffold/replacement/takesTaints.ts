/** Which node pools get a taint without being replaced: the module has an attribute for it, and the provider changes it in place. */
import { compareVersions } from '../../../common/compareVersions';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import type { Cloud, CloudProvider } from '../cluster/clouds';
import { taintsName } from '../nodePool/poolTaints';

/**
 * The argument that the framework's modules set, and the first version of the provider that changes it in place. A test compares this with
 * data/resources.json. Scaleway has taints as tags of the pool.
 */
export const TAINT_ARGUMENTS: Readonly<
  Record<CloudProvider, { readonly type: string; readonly argument: string; readonly since?: string }>
> = {
  aws: { type: 'aws_eks_node_group', argument: 'taint' },
  azurerm: { type: 'azurerm_kubernetes_cluster_node_pool', argument: 'node_taints', since: '3.90.0' },
  google: { type: 'google_container_node_pool', argument: 'node_config.taint', since: '5.4.0' },
  scaleway: { type: 'scaleway_k8s_pool', argument: 'tags' },
};

/**
 * The path of the attribute to which a taint can be added without replacing nodes; undefined if there is none.
 * @param pool of the pool's own module, or of its cluster for a default pool
 * @param lockFile text of `.terraform.lock.hcl`; without a version, the newest one counts
 */
export function taintPath(
  cloud: Cloud,
  pool: Pick<ModuleSchema, 'attributes'>,
  isDefaultPool: boolean,
  lockFile: string,
): readonly string[] | undefined {
  const path = isDefaultPool ? ['default_node_pool', cloud.taints.name] : [taintsName(cloud, pool)];
  const { since } = TAINT_ARGUMENTS[cloud.provider];
  const locked = lockedVersion(lockFile, cloud.source);
  const isOld = since !== undefined && locked !== undefined && compareVersions(locked, since) < 0;
  return pool.attributes.has(path.join('.')) && !isOld ? path : undefined;
}

/** @param source `hashicorp/google` */
function lockedVersion(lockFile: string, source: string): string | undefined {
  const name = source.replaceAll('/', '\\/');
  return new RegExp(`^provider "[^"/\\n]+/${name}" \\{\\s*\\n\\s*version\\s*=\\s*"(\\d[^"\\n]*)"`, 'm').exec(
    lockFile,
  )?.[1];
}
