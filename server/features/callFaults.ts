/** What is wrong with module calls whatever their arguments: two of one name, none of a name, circles. */
import type { Fault } from '../hcl/fault';
import { ModuleTree } from '../kubestack/moduleTree';
import type { Block, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFile';
import { earlyText } from '../workspace/earlyText';
import { isOverride } from '../workspace/fileNames';
import { findAttribute } from '../workspace/moduleFolder';
import { nameOf, parentOf } from '../workspace/uri';
import type { Snapshot } from './snapshot';

/**
 * Faults of a file's module blocks, Kubestack's or not, in the order of the text.
 * @param name of the blocks to look at, if not all
 */
export function callFaults(snapshot: Snapshot, file: SourceFile, name?: string): Fault[] {
  return file.items.flatMap(({ item, staleText }) => {
    const { node } = item;
    if (staleText !== undefined || node.kind !== 'block' || node.type !== 'module') return [];
    if (name !== undefined && node.labels[0]?.name !== name) return [];
    const faults = [withoutName(item, node), declaredBefore(snapshot, item, node), inCircle(snapshot, item, node)];
    return faults.filter(fault => fault !== undefined);
  });
}

function withoutName(item: Item, node: Block): Fault | undefined {
  if (node.labels.length > 0) return undefined;
  const place = { item, start: node.start, end: node.start + node.type.length };
  return { code: 'KS003', message: 'This module block has no name: write module "name" {.', place };
}

/** Two module blocks of one name: terraform refuses the whole module. */
function declaredBefore(snapshot: Snapshot, item: Item, node: Block): Fault | undefined {
  const label = node.labels[0];
  const folder = snapshot.model.workspace.folder(parentOf(item.uri));
  const all = folder?.declarations('module', label?.name ?? '').filter(each => !isOverride(each.file)) ?? [];
  const [first] = all;
  if (!label || !first || first.item === item || !all.some(each => each.item === item)) return undefined;
  const where = first.item.uri === item.uri ? 'above' : `in ${nameOf(first.item.uri)}`;
  return {
    code: 'KS003',
    message: `The module "${label.name}" is declared twice: the first one is ${where}.`,
    place: { item, start: label.start, end: label.end },
    related: [
      {
        message: 'The first declaration',
        place: { item: first.item, start: 0, end: first.item.text.split('\n', 1)[0]!.length },
      },
    ],
  };
}

/** A local module that calls, in the end, the module which calls it: terraform would never be done installing it. */
function inCircle(snapshot: Snapshot, item: Item, node: Block): Fault | undefined {
  const source = findAttribute(node, 'source');
  const caller = parentOf(item.uri);
  const declaration = { item, block: node, file: nameOf(item.uri) };
  const text = earlyText(snapshot.model.workspace.folder(caller), declaration, 'source');
  const called = ModuleTree.localFolder(caller, text);
  const way = source && called !== undefined ? snapshot.model.tree.wayBetween(called, caller) : undefined;
  if (!source || !way) return undefined;
  const names = [caller, ...way].map(nameOf).join(' → ');
  return {
    code: 'KS001',
    message: `This module calls itself: ${names}.`,
    place: { item, start: source.value.start, end: source.value.end },
  };
}
