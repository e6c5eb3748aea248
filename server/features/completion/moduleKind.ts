/** The kinds of a folder's modules, without evaluating what they call. */
import { folderUsage } from '../../kubestack/modules/folderUsage';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { providerOfLabel } from '../../../common/moduleKind';
import type { Provider } from '../../../common/protocol';
import type { ModuleKind } from '../../../common/protocol';
import type { RequestContext } from '../../semantics/requestContext';

export interface KnownKind {
  readonly kind: ModuleKind;
  readonly provider: Provider | undefined;
}

/** The kind of a call; undefined for other modules, and for a local one that does not look like a cluster. */
export function moduleKind({ model }: RequestContext, instance: ModuleInstance, name: string): KnownKind | undefined {
  const { folder } = instance;
  const kind = folder && folderUsage(folder).kindOf(name);
  if (kind) return kind;
  return looksLikeCluster(name) ? model.call(instance, name)?.module : undefined;
}

/** Whether a module without a kind by its source may be a cluster, by its label. */
export const looksLikeCluster = (label: string): boolean =>
  providerOfLabel(label) !== undefined && !/_(?:node_pool|feature|service)_/.test(label);

/** Labels of the cluster modules of a folder, in no particular order. */
export function clusterLabelsInFolder(
  request: RequestContext,
  instance: ModuleInstance,
  provider?: Provider,
): string[] {
  return [...(instance.folder?.names('module') ?? [])].filter(name => {
    const kind = moduleKind(request, instance, name);
    return kind?.kind === 'cluster' && (provider === undefined || kind.provider === provider);
  });
}
