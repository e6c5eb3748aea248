/** Creates fixes that declare or pass providers. */
import { now } from '../../../common/now';
import type { Draft } from '../../edits/draft';
import { insertBlock, setValue } from '../../edits/entryText';
import {
  cloudProviderBlock,
  kubeconfigLocal,
  kubeconfigLocals,
  kubernetesProviderBlock,
  kustomizationProviderBlock,
} from '../../edits/providerText';
import { parseClusterIdentifier } from '../../kubestack/platform/namingRules';
import type { Declaration } from '../../workspace/declarations';
import { childOf } from '../../workspace/uri';
import type { CheckContext } from '../engine/checkContext';
import { clusterCalls } from '../platform/platformLayout';
import { declaresProvider } from '../platform/providerBlocks';

/**
 * Declares a provider of a cluster in `<cluster>_providers.tf` if it does not exist. Returns false if the provider needs values that can't be
 * inferred.
 */
export function declareProvider(context: CheckContext, draft: Draft, type: string, cluster: string): boolean {
  const { root } = context;
  if (declaresProvider(context, `${type}.${cluster}`)) return true;
  const uri = childOf(root.folderUri, `${cluster}_providers.tf`);
  const isAdded =
    now(draft.text(uri))?.includes(`provider "${type}"`) === true && now(draft.text(uri))!.includes(`"${cluster}"`);
  const text = isAdded ? undefined : blockText(context, type, cluster);
  if (isAdded) return true;
  if (text === undefined) return false;
  const local = kubeconfigLocal(cluster);
  if (type === 'kubernetes' && !root.folder?.local(local) && !now(draft.text(uri))?.includes(local))
    draft.insert(uri, kubeconfigLocals(cluster));
  draft.insert(uri, text);
  return true;
}

function blockText(context: CheckContext, type: string, cluster: string): string | undefined {
  const call = clusterCalls(context).find(({ name }) => name === cluster);
  if (type === 'kustomization') return call && kustomizationProviderBlock(cluster);
  if (type === 'kubernetes') return call && kubernetesProviderBlock(cluster, call.module.provider === 'azurerm');
  return cloudProviderBlock(type, cluster, parseClusterIdentifier(cluster)?.region);
}

/** Passes a provider to a module. */
export const passProvider = (draft: Draft, { item, block }: Declaration, name: string, provider: string): boolean =>
  draft.edit(item, text =>
    block.body.some(entry => entry.kind === 'attribute' && entry.name === 'providers')
      ? setValue(text, ['providers', name], provider)
      : insertBlock(text, `providers = {\n${name} = ${provider}\n}`, { before: 'source' }),
  );
