/** Providers that clusters require of their caller: `kubernetes` on EKS since v0.17, `azurerm` on AKS since v0.16. */
import { now } from '../../../common/now';
import { insertBlock, setValue } from '../../edits/entryText';
import { kubeconfigLocal, kubeconfigLocals, kubernetesProviderBlock } from '../../edits/providerText';
import { providerOf } from '../../kubestack/platform/clusterRegion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { findAttribute } from '../../workspace/declarations';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import type { FileChanges } from '../fileChanges';

/**
 * Passes a cluster the provider that its module requires in another version, and declares it if it is missing. Nothing changes if it is passed
 * already, or the platform has one for all.
 */
export function passKubernetes(changes: FileChanges, root: ModuleInstance, cluster: ModuleCall): void {
  const { name, declaration, module } = cluster;
  const declares = (key: string): boolean => root.folder?.declaration('provider', key) !== undefined;
  if (providerOf(cluster, 'kubernetes') !== undefined || declares('kubernetes')) return;
  const uri = changes.uriOf(`${name}_providers.tf`);
  if (!declares(`kubernetes.${name}`)) {
    if (!root.folder?.local(kubeconfigLocal(name))) changes.draft.insert(uri, kubeconfigLocals(name));
    changes.draft.insert(uri, kubernetesProviderBlock(name, module.provider === 'azurerm'));
  }
  const hasMap = findAttribute(declaration.block, 'providers') !== undefined;
  // With a providers map, nothing is passed implicitly any more.
  const others = declares(`aws.${name}`) ? [`aws = aws.${name}`] : [];
  const map = `providers = {\n${[...others, `kubernetes = kubernetes.${name}`].join('\n')}\n}`;
  changes.draft.edit(declaration.item, text =>
    hasMap
      ? setValue(text, ['providers', 'kubernetes'], `kubernetes.${name}`)
      : insertBlock(text, map, { before: 'source' }),
  );
}

/**
 * Configures the provider of Azure, which needs a block with `features`, for clusters that configured it themselves in another version. Nothing
 * changes if the platform has one for all, or passes one.
 */
export function declareAzure(changes: FileChanges, root: ModuleInstance, cluster: ModuleCall): void {
  const { name, declaration } = cluster;
  const isPassed = providerOf(cluster, 'azurerm') !== undefined;
  if (isPassed || root.folder?.declaration('provider', 'azurerm') || findAttribute(declaration.block, 'providers'))
    return;
  const uri = changes.uriOf(`${name}_providers.tf`);
  const isAdded = changes.draft.touched().some(each => now(changes.draft.text(each))?.includes('provider "azurerm"'));
  if (!isAdded) changes.draft.insert(uri, 'provider "azurerm" {\nfeatures {}\n}\n');
}
