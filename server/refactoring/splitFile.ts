/** Split File: moves every block to the file that the naming rules determine; other blocks stay. */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { itemLines } from '../edits/itemLines';
import { fileOf, type RequestContext } from '../semantics/requestContext';
import type { Item } from '../syntax/ast';
import { isOverride, sourceSyntaxOf } from '../workspace/fileNames';
import { childOf, baseNameOf, parentOf } from '../workspace/uri';
import { clusterNamesByLength, fileStemFor, isPartOfCluster } from './fileNaming';
import type { Refactoring } from './refactoring';

export const splitFile: Refactoring = {
  id: 'splitFile',
  offer: ({ request, uri, isInBody }) => {
    // It concerns the file, not the contents of a block, and needs a client that can create and delete files.
    const moves = isInBody || request.client.edits?.fileOperations === false ? [] : movesOf(request, uri);
    const files = [...new Set(moves.map(({ to }) => baseNameOf(to)))];
    if (files.length === 0) return [];
    const shown = files.length > 3 ? `${files.slice(0, 3).join(', ')}, …` : files.join(', ');
    return [{ title: t('Split this file by the file naming convention ({0})', shown), kind: 'refactor.move' }];
  },
  *apply({ request, uri }) {
    const file = fileOf(request, uri);
    const moves = movesOf(request, uri);
    if (!file || moves.length === 0)
      return { problem: t('Every block already is in the file that the naming convention expects.') };
    const draft = new Draft(request);
    const indexes = new Map(file.items.map(({ item }, index) => [item, index]));
    const moved = new Map<string, string[]>();
    for (const { item, to } of moves) {
      const { start, end } = itemLines(file, indexes.get(item)!);
      const texts = moved.get(to) ?? [];
      texts.push(file.text.slice(start, end));
      moved.set(to, texts);
      draft.remove(item);
    }
    // All blocks of a file at once, since each insertion copies its text.
    for (const [to, texts] of moved) {
      // Whether the file exists is read from the disk.
      yield;
      draft.insert(to, texts.join('\n'));
    }
    if (((yield* draft.text(uri)) ?? '').trim() === '') draft.delete(uri);
    return { draft };
  },
};

interface Move {
  readonly item: Item;
  readonly to: string;
}

/** Moves nothing from a file that does not parse, or whose only block determines its name. */
function movesOf(request: RequestContext, uri: string): Move[] {
  const file = fileOf(request, uri);
  const name = baseNameOf(uri);
  const root = request.model.tree.instancesOf(parentOf(uri))[0];
  const syntax = sourceSyntaxOf(name);
  const isOurs = syntax?.kind === 'configuration' && !syntax.json && !isOverride(name);
  if (!file || !root || root.parent || !isOurs || file.diagnostics.length > 0) return [];
  const clusters = clusterNamesByLength(request, root);
  if (clusters.length === 0) return [];
  const ending = /\.[a-z]+$/.exec(name)![0];
  const isFileOfCluster = isPartOfCluster(name, clusters);
  return file.items.flatMap(({ item }) => {
    const stem = fileStemFor(item, clusters);
    const to = stem === undefined ? undefined : childOf(parentOf(uri), `${stem}${ending}`);
    const isClusters = stem !== undefined && isPartOfCluster(stem, clusters);
    // Variables and versions are moved only from files of clusters; their own file may have any name.
    const moves = to !== undefined && to !== uri && (isClusters || isFileOfCluster);
    return moves ? [{ item, to }] : [];
  });
}
