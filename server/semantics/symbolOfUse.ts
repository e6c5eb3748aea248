/** Resolves a name in an item to its symbol. */
import type { Item } from '../syntax/ast';
import { parentOf } from '../workspace/uri';
import type { CodeSymbol, SymbolOccurrence } from './codeSymbol';
import { callsOfItem, folderOfCall } from './moduleCalls';
import type { Occurrence } from './occurrences';
import type { RequestContext } from './requestContext';

/** The symbol that a name in an item refers to. */
export function symbolOfUse(request: RequestContext, item: Item, use: Occurrence): CodeSymbol | undefined {
  const folderUri = parentOf(item.uri);
  const { kind, name } = use;
  switch (kind) {
    case 'source':
      return { kind: 'source', folderUri, label: name };
    case 'calledOutput':
    case 'argument':
      return calledSymbol(request, folderUri, use);
    default:
      return { kind: 'named', of: kind, folderUri, name };
  }
}

function calledSymbol(
  request: RequestContext,
  folderUri: string,
  { kind, name, attribute }: Occurrence,
): CodeSymbol | undefined {
  const dot = name.indexOf('.');
  const label = name.slice(0, dot);
  if (attribute !== undefined) {
    const calls = request.model.tree
      .instancesOf(folderUri)
      .flatMap(instance => request.model.call(instance, label) ?? []);
    return calls.length > 0 ? { kind: 'attribute', calls, environment: undefined, path: [attribute] } : undefined;
  }
  const folder = folderOfCall(request, folderUri, label);
  const of = kind === 'argument' ? 'variable' : 'output';
  const own = name.slice(dot + 1);
  if (!folder?.declaration(of, own))
    return of === 'output' ? { kind: 'named', of: 'module', folderUri, name: label } : undefined;
  return { kind: 'named', of, folderUri: folder.uri, name: own, through: { folderUri, label } };
}

/**
 * Whether a symbol at that place is Kubestack's: in a Kubestack module call, a reference to one, or a provider alias for one. The rest is left to
 * an extension that serves plain Terraform.
 */
export function isKubestackSymbol(request: RequestContext, { symbol, item }: SymbolOccurrence): boolean {
  if (symbol.kind !== 'named') return symbol.kind !== 'source' || callsOfItem(request, item, 1).length > 0;
  if (callsOfItem(request, item, 1).length > 0) return true;
  const { model } = request;
  const { folderUri, name } = symbol.through
    ? { folderUri: symbol.through.folderUri, name: symbol.through.label }
    : symbol;
  const instance = model.tree.instancesOf(folderUri)[0];
  if (!instance) return false;
  if (symbol.of === 'module' || symbol.of === 'output') return model.call(instance, name) !== undefined;
  if (symbol.of !== 'provider') return false;
  for (const _ of model.callsIn(instance)) return true;
  return false;
}
