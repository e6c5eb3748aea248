/** The Kubestack module calls that a document writes. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Item } from '../syntax/ast';
import { parentOf } from '../workspace/uri';
import { fileOf, type RequestContext } from './requestContext';

/** Calls in the order of the text; a file of a local module has one per call of that module. */
export function callsInFile(request: RequestContext, uri: string): ModuleCall[] {
  return (fileOf(request, uri)?.items ?? []).flatMap(({ item }) => callsOfItem(request, item));
}

/**
 * The calls that one top-level block stands for; none when it is no Kubestack module.
 * @param limit how many are enough
 */
export function callsOfItem(request: RequestContext, item: Item, limit = Infinity): ModuleCall[] {
  const { node } = item;
  if (node.kind !== 'block' || node.type !== 'module') return [];
  const name = node.labels[0]?.name ?? '';
  const calls: ModuleCall[] = [];
  for (const instance of request.model.tree.instancesOf(parentOf(item.uri))) {
    if (calls.length >= limit) break;
    const call = request.model.call(instance, name);
    const writes =
      call && [call.declaration, ...(call.declaration.overrides ?? [])].some(each => isSame(each.item, item));
    if (writes) calls.push(call);
  }
  return calls;
}

/** A file that is called through a link is read under that name too. */
const isSame = (a: Item, b: Item): boolean => a === b || (parentOf(a.uri) !== parentOf(b.uri) && a.text === b.text);
