/** The calls whose configuration, or a part of it, is written in an item: module blocks, and the locals and variables that they use. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Item } from '../syntax/ast';
import { findAttribute } from '../workspace/declarations';
import { parentOf } from '../workspace/uri';
import { callsOfItem } from './moduleCalls';
import { occurrencesIn, type OccurrenceKind } from './occurrences';
import { filesInFolder, occurrencesInFile, searchOf, type NameSearch } from './symbolIndex';
import type { RequestContext } from './requestContext';

/** Environments are objects in an object. */
const NESTED_OBJECTS = /[=:]\s*\{[^}]*[=:]\s*\{/;

/** @param limit maximum number of results */
export function callsDeclaredBy(request: RequestContext, item: Item, limit: number): ModuleCall[] {
  const { node } = item;
  if (node.kind === 'block' && node.type === 'module') return callsOfItem(request, item, limit);
  const kind: OccurrenceKind | undefined =
    node.kind === 'attribute' ? 'variable' : node.type === 'locals' ? 'local' : undefined;
  if (!kind || !NESTED_OBJECTS.test(item.text)) return [];
  const declared = occurrencesIn(item).filter(use => use.kind === kind && use.role !== 'use');
  const searches = declared.map(({ name }) => searchOf(kind, name));
  const calls: ModuleCall[] = [];
  for (const file of filesInFolder(request.model.workspace.folder(parentOf(item.uri)))) {
    for (const user of new Set(searches.flatMap(search => usesInConfiguration(file, search)))) {
      if (calls.length >= limit) return calls;
      calls.push(...callsOfItem(request, user, limit - calls.length));
    }
  }
  return calls;
}

/** Module blocks that use the name in their `configuration`. */
function usesInConfiguration(file: Parameters<typeof occurrencesInFile>[0], search: NameSearch): Item[] {
  return occurrencesInFile(file, search).flatMap(({ item, use }) => {
    const configuration =
      item.node.kind === 'block' && item.node.type === 'module' ? findAttribute(item.node, 'configuration') : undefined;
    return configuration && use.start >= configuration.value.start && use.end <= configuration.value.end ? [item] : [];
  });
}
