/** How services get onto a cluster: by a `kustomization` provider that reads its kubeconfig, the one that is there or a new one. */
import { t } from '../../../common/localization';
import { kustomizationProviderBlock as providerText } from '../../edits/providerText';
import { moduleReferences } from '../../workspace/moduleReferences';
import { isOfType } from '../../workspace/providerUse';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import { requireKustomization } from '../requiredProviders';

/** Name of the provider that reaches a cluster: by its alias, else by the kubeconfig that it takes. Undefined where there is none. */
export function kustomizationProviderName({ root }: PlatformContext, cluster: string): string | undefined {
  const folder = root?.folder;
  const names = kustomizationProviders({ root });
  if (names.includes(`kustomization.${cluster}`)) return `kustomization.${cluster}`;
  return names.find(name => {
    const block = folder?.declaration('provider', name)?.block;
    return block !== undefined && [...moduleReferences(block)].includes(cluster);
  });
}

const kustomizationProviders = ({ root }: Pick<PlatformContext, 'root'>): string[] =>
  [...(root?.folder?.names('provider') ?? [])].filter(name => isOfType(name, 'kustomization'));

/** Whether services can be applied to a cluster: there is a provider for it, or something that a new one could read. */
export const hasClusterAccess = (
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  cluster: string,
): boolean =>
  kustomizationProviderName(platform, cluster) !== undefined ||
  reachesByDefault(platform) ||
  hasKubeconfig(scaffoldContext, platform, cluster);

/**
 * The provider that reaches a cluster. Where there is none, it is added to the cluster's providers, and to those that the platform
 * requires; undefined where modules get the default one without being passed it.
 */
export function grantClusterAccess(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  cluster: string,
): string | undefined {
  const known = kustomizationProviderName(platform, cluster);
  if (known !== undefined || reachesByDefault(platform)) return known;
  const { answers, changes } = scaffoldContext;
  const path = `${cluster}_providers.tf`;
  if ((changes.source(path)?.diagnostics.length ?? 0) > 0)
    return answers.refuse(
      'clusters',
      t('{0} needs a provider for {1}, but has syntax errors. Fix it first.', path, cluster),
    );
  changes.draft.insert(changes.uriOf(path), providerText(cluster));
  requireKustomization(changes);
  return `kustomization.${cluster}`;
}

/** The only cluster of a platform may have the provider without an alias, whatever that is configured by. */
const reachesByDefault = (platform: PlatformContext): boolean =>
  (platform.shape?.clusters.size ?? 0) === 1 && kustomizationProviders(platform).includes('kustomization');

/** Clusters have this output since v0.13; those before bring what runs on them themselves. */
export function hasKubeconfig(
  { request }: ScaffoldContext,
  { calls, root }: PlatformContext,
  cluster: string,
): boolean {
  const call = calls.find(each => each.name === cluster && each.instance === root);
  if (!call || !root) return false;
  const own = [...request.model.tree.children(root)].find(({ callName }) => callName === cluster)?.folder;
  return own
    ? own.declaration('output', 'kubeconfig') !== undefined
    : call.module.schema?.outputs.has('kubeconfig') === true;
}
