/** Module calls: those in a file or an item, their targets, and the callers of a folder. */
import { type RequestContext, fileOf, wholeItem } from './requestContext';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Item } from '../syntax/ast';
import { parentOf } from '../workspace/uri';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { calledFolder } from '../kubestack/modules/moduleTree';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { SourceRange } from '../hcl/model';

/** The name of a call in its platform: its label, or `a.b` for a block in a local module that `a` calls. */
export const nameInPlatform = ({ address }: ModuleCall): string =>
  address
    .split('.')
    .filter((_, index) => index % 2 === 1)
    .join('.');

/**
 * The label of the module block in the root module that a name belongs to.
 * @param name a result of `nameInPlatform`
 */
export const labelInRoot = (name: string): string => name.split('.', 1)[0] ?? name;

/** Calls in the order of the text; a file of a local module has one per call of that module. */
export function callsInFile(request: RequestContext, uri: string): ModuleCall[] {
  return (fileOf(request, uri)?.items ?? []).flatMap(({ item }) => callsOfItem(request, item));
}

/**
 * The calls of a top-level block; empty if it is not a Kubestack module.
 * @param limit maximum number of results
 */
export function callsOfItem(request: RequestContext, item: Item, limit = Infinity): ModuleCall[] {
  const { node } = item;
  if (node.kind !== 'block' || node.type !== 'module') return [];
  const name = node.labels[0]?.name ?? '';
  const calls: ModuleCall[] = [];
  let plainRoot: ModuleInstance | undefined;
  for (const instance of request.model.tree.instancesOf(parentOf(item.uri))) {
    if (calls.length >= limit) break;
    // A module may be called thousands of times, with many blocks that call no Kubestack module.
    if (instance.root === plainRoot) continue;
    const call = request.model.call(instance, name);
    const writes =
      call && [call.declaration, ...(call.declaration.overrides ?? [])].some(each => isSame(each.item, item));
    if (writes) calls.push(call);
    else if (!call && request.model.isPlainCall(instance, name)) plainRoot = instance.root;
  }
  return calls;
}

/** A file may also be called through a symbolic link. */
const isSame = (a: Item, b: Item): boolean => a === b || (parentOf(a.uri) !== parentOf(b.uri) && a.text === b.text);

/** The folder that a call refers to, by its label; undefined if its files are missing. */
export function folderOfCall(request: RequestContext, callerUri: string, label: string): ModuleFolder | undefined {
  const { tree } = request.model;
  const instance = tree.instancesOf(callerUri)[0];
  const declaration = instance?.folder?.declaration('module', label);
  if (!instance || !declaration) return undefined;
  const uri = calledFolder(instance, declaration) ?? installedFolder(request, instance, label);
  return uri === undefined ? undefined : tree.readFolder(uri);
}

const installedFolder = (request: RequestContext, instance: ModuleInstance, label: string): string | undefined =>
  request.model.sourcesOf(instance).installedFolder(instance, label).current();

/** Every call of a local module: the caller's folder and the call's label. */
export function callersOf(request: RequestContext, folderUri: string): { folderUri: string; label: string }[] {
  const found = new Map<string, { folderUri: string; label: string }>();
  for (const { parent, callName } of request.model.tree.instancesOf(folderUri)) {
    if (parent) found.set(`${parent.folderUri}\n${callName}`, { folderUri: parent.folderUri, label: callName });
  }
  return [...found.values()];
}

/** The first item of `main.tf`, or else of the module's first file. */
export function mainRange(folder: ModuleFolder): SourceRange | undefined {
  const files = folder.sourceFiles().filter(file => file.items.length > 0);
  const byName = files.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  const main = byName.find(file => /\/main\.(?:tf|tofu)$/.test(file.uri)) ?? byName[0];
  const item = main?.items[0]?.item;
  return item && { ...wholeItem(item), end: Math.max(0, item.text.indexOf('\n')) };
}
