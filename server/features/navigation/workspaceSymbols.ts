/** Symbols of the whole workspace by a part of their name. */
import { append } from '../../../common/lists';
import { memoize } from '../../../common/memoize';
import type { SymbolInformation } from 'vscode-languageserver-types';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { Attribute, Block, Item } from '../../syntax/ast';
import type { SourceFile } from '../../syntax/sourceFileModel';
import { ITEMS_PER_PAUSE } from '../../scheduling/pausing';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { baseNameOf, parentOf } from '../../workspace/uri';
import { symbolKind } from '../supportedKinds';
import { filesInFolder } from '../../semantics/symbolIndex';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { nameOfBlock, symbolOfAttributeItself, symbolOfBlockItself } from '../../semantics/declaredSymbols';

/** Maximum number of symbols; a longer query finds others. */
const MAX_SYMBOLS = 400;
/** Comparing so many names takes less than a millisecond. */
const NAMES_PER_PAUSE = 5_000;

/** A name with its item. The symbol is created only for results. */
interface Named {
  readonly item: Item;
  readonly node: Block | Attribute;
  readonly name: string;
  readonly lowerCase: string;
}

interface Found {
  readonly named: Named;
  readonly score: number;
}

/**
 * Blocks and locals whose names contain the letters of the query in order, those that start with it first. Yields at intervals, so that the caller
 * can stop.
 * @param kinds those that the client supports; all if absent
 */
export function* workspaceSymbols(
  request: RequestContext,
  query: string,
  kinds?: ReadonlySet<number>,
): Generator<undefined, SymbolInformation[]> {
  let found: Found[] = [];
  let last: Found | undefined;
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  for (const folder of request.model.workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    for (const [index, named] of (yield* namesInFolder(folder)).entries()) {
      if (index % NAMES_PER_PAUSE === 0) yield;
      const score = scoreOf(named.lowerCase, wanted);
      // Sorting results that are not returned would cost more than the search.
      if (score === undefined || (last && (score - last.score || compareNames(named, last.named)) >= 0)) continue;
      found.push({ named, score });
      if (found.length < 2 * MAX_SYMBOLS) continue;
      found = best(found);
      last = found.at(-1);
    }
  }
  return best(found).map(({ named }) => information(request, named, kinds));
}

/** By score, then by name. */
const compare = (a: Found, b: Found): number => a.score - b.score || compareNames(a.named, b.named);

const compareNames = ({ name: a }: Named, { name: b }: Named): number => (a < b ? -1 : Number(a > b));

const best = (found: readonly Found[]): Found[] => [...found].sort(compare).slice(0, MAX_SYMBOLS);

const namesInFolders = new WeakMap<readonly SourceFile[], readonly Named[]>();

/** Looking up the names of each of 7,000 files takes longer than comparing them. The list of files is another one after a change of a file. */
function* namesInFolder(folder: ModuleFolder): Generator<undefined, readonly Named[]> {
  const files = filesInFolder(folder);
  const cached = namesInFolders.get(files);
  if (cached) return cached;
  const names: Named[] = [];
  for (const [index, file] of files.entries()) {
    if (index % ITEMS_PER_PAUSE === 0) yield;
    append(names, namesInFile(file));
  }
  namesInFolders.set(files, names);
  return names;
}

/** The searched names in one file: blocks, each local, and each value of a variables file. */
const namesInFile = memoize(({ items }: SourceFile): readonly Named[] =>
  items.flatMap(({ item }) => {
    const { node } = item;
    if (node.kind === 'attribute') return named(item, node, node.name);
    if (node.type !== 'locals') return named(item, node, nameOfBlock(node));
    return node.body.flatMap(entry => (entry.kind === 'attribute' ? named(item, entry, entry.name) : []));
  }),
);

const named = (item: Item, node: Block | Attribute, name: string): Named => ({
  item,
  node,
  name,
  lowerCase: name.toLowerCase(),
});

/** Lower is better; undefined if the letters are not contained. */
function scoreOf(name: string, wanted: string): number | undefined {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 2;
}

function information(
  request: RequestContext,
  { item, node, name }: Named,
  kinds: ReadonlySet<number> | undefined,
): SymbolInformation {
  const symbol = node.kind === 'attribute' ? symbolOfAttributeItself(node) : symbolOfBlockItself(node);
  return {
    name,
    kind: symbolKind(symbol.kind, kinds),
    location: locationOf(request, rangeIn(item, symbol.selection)),
    containerName: baseNameOf(parentOf(item.uri)),
  };
}
