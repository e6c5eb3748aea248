/** The kinds of a folder's modules, without evaluating what they call. */
import { folderUsage } from '../../kubestack/modules/folderUsage';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { providerOfLabel } from '../../kubestack/modules/moduleSource';
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
  const looksLikeCluster = providerOfLabel(name) !== undefined && !/_(?:node_pool|feature|service)_/.test(name);
  return looksLikeCluster ? model.call(instance, name)?.module : undefined;
}

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
