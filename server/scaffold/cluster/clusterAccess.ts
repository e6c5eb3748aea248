/** The provider that applies services to a cluster: an existing or new `kustomization` provider that reads its kubeconfig. */
import { t } from '../../../common/localization';
import { kustomizationProviderBlock as providerText } from '../../edits/providerText';
import { moduleReferences } from '../../workspace/moduleReferences';
import { isOfType } from '../../workspace/providerUse';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import { requireKustomization } from '../requiredProviders';

/** Name of the provider for a cluster: by its alias, or else by its kubeconfig. Undefined if there is none. */
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

/** Whether services can be applied to a cluster: it has a provider, or an output that a new one could read. */
export const hasClusterAccess = (
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  cluster: string,
): boolean =>
  kustomizationProviderName(platform, cluster) !== undefined ||
  reachesByDefault(platform) ||
  hasKubeconfig(scaffoldContext, platform, cluster);

/**
 * The provider for a cluster. A missing one is added to the cluster's providers and the required providers; undefined if modules use the default
 * one without being passed it.
 */
export function grantClusterAccess(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  cluster: string,
): string | undefined {
  const provider = kustomizationProviderName(platform, cluster);
  if (provider !== undefined || reachesByDefault(platform)) return provider;
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

/** The only cluster of a platform may use the provider without an alias, however that is configured. */
const reachesByDefault = (platform: PlatformContext): boolean =>
  (platform.shape?.clusters.size ?? 0) === 1 && kustomizationProviders(platform).includes('kustomization');

/** Clusters have this output since v0.13; earlier ones install services themselves. */
export function hasKubeconfig(
  { request: { model } }: ScaffoldContext,
  { root }: PlatformContext,
  cluster: string,
): boolean {
  const call = root && model.call(root, cluster);
  if (!call) return false;
  const own = model.tree.localModule(root, cluster)?.folder;
  return own
    ? own.declaration('output', 'kubeconfig') !== undefined
    : call.module.schema?.outputs.has('kubeconfig') === true;
}
