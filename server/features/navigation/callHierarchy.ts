/**
 * Call hierarchy of modules: the node pools and services that depend on a cluster, the dependencies of a module, and the modules in a local
 * module.
 */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Position,
  Range,
} from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { labelRange, rangeIn } from '../../kubestack/modules/moduleCall';
import type { Declaration } from '../../workspace/declarations';
import { normalizeUri, parentOf } from '../../workspace/uri';
import { callersOf, folderOfCall } from '../../semantics/moduleCalls';
import { moduleDetail } from '../display/moduleDetail';
import { dependenciesOf, dependentsOf } from './moduleLinks';
import { locationOf, wholeItem, type RequestContext } from '../../semantics/requestContext';
import { resolveAt } from '../../semantics/resolveAt';

/**
 * The module at or around the cursor.
 * @param position zero-based, UTF-16
 */
export function prepareCallHierarchy(
  request: RequestContext,
  uri: string,
  position: Position,
): CallHierarchyItem[] | null {
  const module = moduleAt(request, uri, position);
  const declaration = module && request.model.workspace.folder(module.folderUri)?.declaration('module', module.label);
  return module && declaration ? [itemOf(request, module.folderUri, declaration)] : null;
}

function moduleAt(
  request: RequestContext,
  uri: string,
  position: Position,
): { folderUri: string; label: string } | undefined {
  const here = resolveAt(request, uri, position);
  const symbol = here?.symbol?.symbol;
  if (symbol?.kind === 'named' && symbol.of === 'module') return { folderUri: symbol.folderUri, label: symbol.name };
  if (symbol?.kind === 'named' && symbol.through) return symbol.through;
  const node = here?.item.node;
  return node?.kind === 'block' && node.type === 'module'
    ? { folderUri: parentOf(uri), label: node.labels[0]?.name ?? '' }
    : undefined;
}

interface ItemData {
  readonly folderUri: string;
  readonly label: string;
}

function itemOf(request: RequestContext, folderUri: string, declaration: Declaration): CallHierarchyItem {
  const label = declaration.block.labels[0]?.name ?? '';
  const { uri, range } = locationOf(request, wholeItem(declaration.item));
  const data: ItemData = { folderUri, label };
  return {
    name: label,
    kind: SymbolKind.Module,
    detail: moduleDetail(request, folderUri, label),
    uri,
    range,
    selectionRange: locationOf(request, labelRange(declaration)).range,
    data,
  };
}

/** The module of an item; undefined if it no longer exists. */
function declarationOf(
  request: RequestContext,
  item: CallHierarchyItem,
): { folderUri: string; declaration: Declaration } | undefined {
  const data = item.data as Partial<ItemData> | undefined;
  const folderUri = data?.folderUri ?? parentOf(normalizeUri(item.uri));
  const declaration = request.model.workspace.folder(folderUri)?.declaration('module', data?.label ?? item.name);
  return declaration && { folderUri, declaration };
}

/** Modules that depend on the item's, and the call of the local module that contains it. */
export function incomingCalls(request: RequestContext, item: CallHierarchyItem): CallHierarchyIncomingCall[] | null {
  const found = declarationOf(request, item);
  const folder = found && request.model.workspace.folder(found.folderUri);
  if (!folder) return null;
  const calls: CallHierarchyIncomingCall[] = [];
  for (const { declaration, links } of dependentsOf(folder, item.name)) {
    const fromRanges = links.map(({ item: at, span }) => locationOf(request, rangeIn(at, span)).range);
    calls.push({ from: itemOf(request, folder.uri, declaration), fromRanges });
  }
  for (const { folderUri, label } of callersOf(request, folder.uri)) {
    const caller = request.model.workspace.folder(folderUri)?.declaration('module', label);
    if (caller)
      calls.push({
        from: itemOf(request, folderUri, caller),
        fromRanges: [locationOf(request, labelRange(caller)).range],
      });
  }
  return calls;
}

/** Dependencies of the item's module, and the modules in the local module that it calls. */
export function outgoingCalls(request: RequestContext, item: CallHierarchyItem): CallHierarchyOutgoingCall[] | null {
  const found = declarationOf(request, item);
  const folder = found && request.model.workspace.folder(found.folderUri);
  if (!folder) return null;
  const ranges = new Map<string, Range[]>();
  for (const { label, item: at, span } of dependenciesOf(folder, found.declaration)) {
    if (label !== item.name)
      ranges.set(label, [...(ranges.get(label) ?? []), locationOf(request, rangeIn(at, span)).range]);
  }
  const calls = [...ranges].flatMap(([label, fromRanges]): CallHierarchyOutgoingCall[] => {
    const declaration = folder.declaration('module', label);
    return declaration ? [{ to: itemOf(request, folder.uri, declaration), fromRanges }] : [];
  });
  return [...calls, ...callsInside(request, found.folderUri, found.declaration)];
}

function callsInside(
  request: RequestContext,
  folderUri: string,
  declaration: Declaration,
): CallHierarchyOutgoingCall[] {
  const inner = folderOfCall(request, folderUri, declaration.block.labels[0]?.name ?? '');
  const fromRanges = [locationOf(request, labelRange(declaration)).range];
  return (inner?.namesInOrder('module') ?? []).flatMap(label => {
    const called = inner?.declaration('module', label);
    return inner && called ? [{ to: itemOf(request, inner.uri, called), fromRanges }] : [];
  });
}
