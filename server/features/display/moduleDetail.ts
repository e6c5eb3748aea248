/** A short description of a module. */
import { localizable, localized } from '../../../common/localization';
import { staticString } from '../../workspace/staticEvaluation';
import type { RequestContext } from '../../semantics/requestContext';

export const MODULE_KINDS = {
  cluster: localizable('cluster'),
  nodePool: localizable('node pool'),
  service: localizable('platform service'),
  other: localizable('module'),
} as const;

/** `cluster v0.19.2` for Kubestack modules, the source for others. */
export function moduleDetail(request: RequestContext, folderUri: string, label: string): string {
  const { model } = request;
  const instance = model.tree.instancesOf(folderUri)[0];
  const call = instance && model.call(instance, label);
  if (call)
    return [localized(MODULE_KINDS[call.module.kind]), call.module.version?.slice(0, 24)].filter(Boolean).join(' ');
  const folder = model.workspace.folder(folderUri);
  return staticString(folder, folder?.declaration('module', label), 'source') ?? '';
}
