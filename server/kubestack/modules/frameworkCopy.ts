/**
 * Copies of the framework in a workspace. Modules in them that nobody calls, its tests and the configurations of its quickstart call Kubestack modules,
 * but Terraform isn't run there.
 */
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { isWithin, parentOf, relativePath } from '../../workspace/uri';
import type { Workspace } from '../../workspace/workspace';
import { literalText } from './literalText';
import { parseModuleSource } from './moduleSource';

/** The module that merges the environments for all other modules of the framework. */
const MERGING_MODULE = 'common/configuration';
/** Folders of the framework's repository whose configurations are examples. */
const EXAMPLES = /^(?:tests|quickstart)(?:\/|$)/;

/** Whether a folder is a module of the framework, or an example in a copy of the framework beside the workspace's own modules. */
export const isInFramework = (folder: ModuleFolder, workspace: Workspace): boolean =>
  isFrameworkModule(folder) || isExample(folder.uri, workspace);

/** A module of the framework has the framework merge what its caller configures. What a team wraps around such a module doesn't. */
export function isFrameworkModule(folder: ModuleFolder): boolean {
  if (!['configuration', 'configuration_base_key'].every(name => folder.declaration('variable', name))) return false;
  return [...folder.names('module')].some(name => mergesEnvironments(folder.declaration('module', name)!));
}

function mergesEnvironments(call: Declaration): boolean {
  const source = literalText(declaredAttribute(call, 'source')?.attribute.value) ?? '';
  const parsed = parseModuleSource(source);
  const isLocal = parsed.form === 'local' && parsed.path.endsWith(`/${MERGING_MODULE}`);
  return isLocal || (parsed.form === 'framework' && parsed.path === MERGING_MODULE);
}

/** In the framework's own repository, examples are all that can be planned. */
function isExample(uri: string, workspace: Workspace): boolean {
  for (let top = parentOf(uri); top.length > 1; top = parentOf(top)) {
    if (!EXAMPLES.test(relativePath(top, uri) ?? '')) continue;
    if (!workspace.folder(`${top}/${MERGING_MODULE}`)?.declaration('variable', 'base_key')) continue;
    return [...workspace.allFolders()].some(each => !isWithin(each.uri, top));
  }
  return false;
}
