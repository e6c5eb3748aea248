/** Symbols of the whole workspace by a part of their name. */
import type { SymbolInformation } from 'vscode-languageserver-types';
import { placeIn } from '../kubestack/moduleCall';
import type { Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFile';
import { nameOf, parentOf } from '../workspace/uri';
import { filesOf } from './namedPlaces';
import { locationOf, type Snapshot } from './snapshot';
import { symbolOfAttributeItself, symbolOfBlockItself, type DeclaredSymbol } from './symbols';

/** Symbols that are told; a longer query finds the others. */
export const MAX_SYMBOLS = 400;

/** A symbol that can be searched for. */
interface SearchedSymbol {
  readonly item: Item;
  readonly symbol: Omit<DeclaredSymbol, 'children'>;
  readonly lowerName: string;
}

interface Found {
  readonly searched: SearchedSymbol;
  readonly score: number;
}

/**
 * Blocks and locals whose names have the letters of the query in its order, those that begin with it first. Pauses now and then, so
 * that whoever runs it can stop.
 */
export function* workspaceSymbols(snapshot: Snapshot, query: string): Generator<undefined, SymbolInformation[]> {
  let found: Found[] = [];
  let last: Found | undefined;
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  for (const folder of snapshot.model.workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    for (const file of filesOf(folder)) {
      yield;
      for (const searched of symbolsInFile(file)) {
        const score = scoreOf(searched.lowerName, wanted);
        // Sorting what nobody gets to see costs more than finding it.
        if (score === undefined || (last && compare({ searched, score }, last) >= 0)) continue;
        found.push({ searched, score });
        if (found.length < 2 * MAX_SYMBOLS) continue;
        found = best(found);
        last = found.at(-1);
      }
    }
  }
  return best(found).map(({ searched }) => information(snapshot, searched));
}

/** By score, then by name. */
function compare(a: Found, b: Found): number {
  const [name, other] = [a.searched.symbol.name, b.searched.symbol.name];
  return a.score - b.score || (name < other ? -1 : Number(name > other));
}

const best = (found: readonly Found[]): Found[] => [...found].sort(compare).slice(0, MAX_SYMBOLS);

const known = new WeakMap<SourceFile, readonly SearchedSymbol[]>();

/** What a search goes through in one file; kept as long as the file is as it is. */
export function symbolsInFile(file: SourceFile): readonly SearchedSymbol[] {
  let symbols = known.get(file);
  if (!symbols) {
    symbols = file.items.flatMap(({ item }) =>
      searchable(item).map(symbol => ({ item, symbol, lowerName: symbol.name.toLowerCase() })),
    );
    known.set(file, symbols);
  }
  return symbols;
}

/** A block by itself; of `locals` each local, of a variables file each value. */
function searchable({ node }: Item): readonly Omit<DeclaredSymbol, 'children'>[] {
  if (node.kind === 'attribute') return [symbolOfAttributeItself(node)];
  if (node.type !== 'locals') return [symbolOfBlockItself(node)];
  return node.body.flatMap(entry => (entry.kind === 'attribute' ? [symbolOfAttributeItself(entry)] : []));
}

/** Lower is better; undefined where the letters are not there. */
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

function information(snapshot: Snapshot, { item, symbol }: SearchedSymbol): SymbolInformation {
  return {
    name: symbol.name,
    kind: symbol.kind,
    location: locationOf(snapshot, placeIn(item, symbol.selection)),
    containerName: nameOf(parentOf(item.uri)),
  };
}
