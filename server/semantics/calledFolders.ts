/** Where the modules are that a module calls: local ones, and the copies that `init` installed. */
import { calledFolder } from '../kubestack/platform/platformModel';
import type { Declaration, ModuleFolder } from '../workspace/moduleFolder';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { wholeItem, type RequestContext } from './requestContext';
import type { SourceRange } from '../hcl/values/value';

/** The folder that a call of a module leads to, by the label of the call; undefined when its files are not here. */
export function folderOfCall(request: RequestContext, callerUri: string, label: string): ModuleFolder | undefined {
  const { tree } = request.model;
  const instance = tree.instancesOf(callerUri)[0];
  const declaration = instance?.folder?.declaration('module', label);
  if (!instance || !declaration) return undefined;
  const uri = calledFolder(instance, declaration) ?? installedFolder(request, instance, label);
  return uri === undefined ? undefined : tree.folder(uri);
}

const installedFolder = (request: RequestContext, instance: ModuleInstance, label: string): string | undefined =>
  request.model.sourcesOf(instance).installedFolder(instance, label).current();

/** The declaration of a module call in a folder. */
export const callDeclaration = (request: RequestContext, folderUri: string, label: string): Declaration | undefined =>
  request.model.workspace.folder(folderUri)?.declaration('module', label);

/** Every call of a local module: the folder it stands in, and its label. */
export function callersOf(request: RequestContext, folderUri: string): { folderUri: string; label: string }[] {
  const found = new Map<string, { folderUri: string; label: string }>();
  for (const { parent, callName } of request.model.tree.instancesOf(folderUri)) {
    if (parent) found.set(`${parent.folderUri}\n${callName}`, { folderUri: parent.folderUri, label: callName });
  }
  return [...found.values()];
}

/** Where a person starts to read a module: the first item of `main.tf`, else of its first file. */
export function mainPlace(folder: ModuleFolder): SourceRange | undefined {
  const files = [...folder.sourceFiles()].filter(file => file.items.length > 0);
  const byName = files.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  const main = byName.find(file => /\/main\.(?:tf|tofu)$/.test(file.uri)) ?? byName[0];
  const item = main?.items[0]?.item;
  return item && { ...wholeItem(item), end: Math.max(0, item.text.indexOf('\n')) };
}
