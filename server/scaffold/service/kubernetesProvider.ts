/** The `kubernetes` provider that clusters on EKS require of their caller since v0.18. */
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
