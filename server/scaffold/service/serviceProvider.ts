/** Whether a service's module must be passed the `kustomization` provider of its cluster. */
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { literalText } from '../../kubestack/modules/literalText';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { declaredAttribute } from '../../workspace/declarations';
import { configuresProvider, hasResourcesOf, isOfType } from '../../workspace/providerUse';
import { resolvePath } from '../../workspace/uri';
import type { ScaffoldContext } from '../scaffoldContext';
import { requiresProvider } from '../requiredProviders';

/** `taken`: accepted, but optional. */
export type ServiceProvider = 'needed' | 'taken' | 'none';

const TYPE = 'kustomization';

/** @param path the module's folder, relative to the platform's: `modules/nginx` */
export function serviceProvider({ request, changes }: ScaffoldContext, path: string): ServiceProvider {
  if (needsProvider(request.model.workspace, changes.uriOf(path), new Set())) return 'needed';
  return requiresProvider(changes, path, TYPE) ? 'taken' : 'none';
}

function needsProvider(
  workspace: ScaffoldContext['request']['model']['workspace'],
  uri: string,
  seen: Set<string>,
): boolean {
  const folder = workspace.folder(uri);
  if (!folder || seen.has(uri)) return false;
  seen.add(uri);
  // A module that configures the provider itself needs none.
  if (configuresProvider(folder, TYPE)) return false;
  if (hasResourcesOf(folder, TYPE)) return true;
  return folder.namesInOrder('module').some(label => {
    const declaration = folder.declaration('module', label);
    if (!declaration) return false;
    if (providersMap({ declaration }).some(({ provider }) => isOfType(provider, TYPE))) return true;
    const source = parseModuleSource(literalText(declaredAttribute(declaration, 'source')?.attribute.value) ?? '');
    if (source.form === 'catalog') return true;
    if (source.form === 'framework') return source.path.startsWith('kustomization/');
    return source.form === 'local' && needsProvider(workspace, resolvePath(uri, source.path), seen);
  });
}
