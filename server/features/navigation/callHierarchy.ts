/**
 * Call hierarchy of modules: what depends on a cluster (its node pools and services), what a module depends on, and what is in a local
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
import { labelPlace, placeIn } from '../../kubestack/modules/moduleCall';
import type { Declaration } from '../../workspace/moduleFolder';
import { normalizeUri, parentOf } from '../../workspace/uri';
import { callersOf, folderOfCall } from '../../semantics/calledFolders';
import { moduleDetail } from '../display/moduleDetail';
import { dependenciesOf, dependentsOf } from './moduleLinks';
import { fileOf, locationOf, wholeItem, type Snapshot } from '../../semantics/requestContext';
import { thingAt } from '../../semantics/symbolAt';
import { cursorInItem } from '../../semantics/positionMapping';

/** The module that the cursor is on, or in. @param position zero-based, UTF-16 */
export function prepareCallHierarchy(snapshot: Snapshot, uri: string, position: Position): CallHierarchyItem[] | null {
  const module = moduleAt(snapshot, uri, position);
  const declaration = module && snapshot.model.workspace.folder(module.folderUri)?.declaration('module', module.label);
  return module && declaration ? [itemOf(snapshot, module.folderUri, declaration)] : null;
}

function moduleAt(
  snapshot: Snapshot,
  uri: string,
  position: Position,
): { folderUri: string; label: string } | undefined {
  const thing = thingAt(snapshot, uri, position)?.thing;
  if (thing?.kind === 'named' && thing.of === 'module') return { folderUri: thing.folderUri, label: thing.name };
  if (thing?.kind === 'named' && thing.through) return thing.through;
  const file = fileOf(snapshot, uri);
  const node = file && cursorInItem(file, position)?.placed.item.node;
  return node?.kind === 'block' && node.type === 'module'
    ? { folderUri: parentOf(uri), label: node.labels[0]?.name ?? '' }
    : undefined;
}

interface ItemData {
  readonly folderUri: string;
  readonly label: string;
}

function itemOf(snapshot: Snapshot, folderUri: string, declaration: Declaration): CallHierarchyItem {
  const label = declaration.block.labels[0]?.name ?? '';
  const { uri, range } = locationOf(snapshot, wholeItem(declaration.item));
  const data: ItemData = { folderUri, label };
  return {
    name: label,
    kind: SymbolKind.Module,
    detail: moduleDetail(snapshot, folderUri, label),
    uri,
    range,
    selectionRange: locationOf(snapshot, labelPlace(declaration)).range,
    data,
  };
}

/** The module that an item stands for; undefined when it is gone by now. */
function declarationOf(
  snapshot: Snapshot,
  item: CallHierarchyItem,
): { folderUri: string; declaration: Declaration } | undefined {
  const data = item.data as Partial<ItemData> | undefined;
  const folderUri = data?.folderUri ?? parentOf(normalizeUri(item.uri));
  const declaration = snapshot.model.workspace.folder(folderUri)?.declaration('module', data?.label ?? item.name);
  return declaration && { folderUri, declaration };
}

/** Modules that depend on the item's, and the call of the local module that it stands in. */
export function incomingCalls(snapshot: Snapshot, item: CallHierarchyItem): CallHierarchyIncomingCall[] | null {
  const found = declarationOf(snapshot, item);
  const folder = found && snapshot.model.workspace.folder(found.folderUri);
  if (!folder) return null;
  const calls: CallHierarchyIncomingCall[] = [];
  for (const { declaration, links } of dependentsOf(folder, item.name)) {
    const fromRanges = links.map(({ item: at, span }) => locationOf(snapshot, placeIn(at, span)).range);
    calls.push({ from: itemOf(snapshot, folder.uri, declaration), fromRanges });
  }
  for (const { folderUri, label } of callersOf(snapshot, folder.uri)) {
    const caller = snapshot.model.workspace.folder(folderUri)?.declaration('module', label);
    if (caller)
      calls.push({
        from: itemOf(snapshot, folderUri, caller),
        fromRanges: [locationOf(snapshot, labelPlace(caller)).range],
      });
  }
  return calls;
}

/** Modules that the item's depends on, and those in the local module that it calls. */
export function outgoingCalls(snapshot: Snapshot, item: CallHierarchyItem): CallHierarchyOutgoingCall[] | null {
  const found = declarationOf(snapshot, item);
  const folder = found && snapshot.model.workspace.folder(found.folderUri);
  if (!folder) return null;
  const ranges = new Map<string, Range[]>();
  for (const { label, item: at, span } of dependenciesOf(folder, found.declaration)) {
    if (label !== item.name)
      ranges.set(label, [...(ranges.get(label) ?? []), locationOf(snapshot, placeIn(at, span)).range]);
  }
  const calls = [...ranges].flatMap(([label, fromRanges]): CallHierarchyOutgoingCall[] => {
    const declaration = folder.declaration('module', label);
    return declaration ? [{ to: itemOf(snapshot, folder.uri, declaration), fromRanges }] : [];
  });
  return [...calls, ...callsInside(snapshot, found.folderUri, found.declaration)];
}

function callsInside(snapshot: Snapshot, folderUri: string, declaration: Declaration): CallHierarchyOutgoingCall[] {
  const inner = folderOfCall(snapshot, folderUri, declaration.block.labels[0]?.name ?? '');
  const fromRanges = [locationOf(snapshot, labelPlace(declaration)).range];
  return (inner?.namesInOrder('module') ?? []).flatMap(label => {
    const called = inner?.declaration('module', label);
    return inner && called ? [{ to: itemOf(snapshot, inner.uri, called), fromRanges }] : [];
  });
}
