/** Symbols of the whole workspace by a part of their name. */
import type { SymbolInformation } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { placeIn } from '../kubestack/moduleCall';
import type { Item } from '../syntax/ast';
import { nameOf, parentOf } from '../workspace/uri';
import { filesOf } from './namedPlaces';
import { locationOf, type Snapshot } from './snapshot';
import { symbolOf, type DeclaredSymbol } from './symbols';

/** Symbols that are told; a longer query finds the others. */
export const MAX_SYMBOLS = 400;

interface Found {
  readonly item: Item;
  readonly symbol: DeclaredSymbol;
  readonly score: number;
}

/**
 * Blocks and locals whose names have the letters of the query in its order, those that begin with it first. Pauses now and then, so
 * that whoever runs it can stop.
 */
export function* workspaceSymbols(snapshot: Snapshot, query: string): Generator<undefined, SymbolInformation[]> {
  const found: Found[] = [];
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  for (const folder of snapshot.model.workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    for (const file of filesOf(folder)) {
      yield;
      for (const { item } of file.items) {
        for (const symbol of searchable(item)) {
          const score = scoreOf(lowerCase(symbol), wanted);
          if (score !== undefined) found.push({ item, symbol, score });
        }
      }
    }
  }
  found.sort(
    (a, b) => a.score - b.score || (a.symbol.name < b.symbol.name ? -1 : Number(a.symbol.name > b.symbol.name)),
  );
  return found.slice(0, MAX_SYMBOLS).map(each => information(snapshot, each));
}

/** A block by itself; of `locals` each local, of a variables file each value. */
function searchable(item: Item): readonly DeclaredSymbol[] {
  const symbol = symbolOf(item);
  return symbol.kind === SymbolKind.Namespace ? symbol.children : [symbol];
}

const lowerNames = new WeakMap<DeclaredSymbol, string>();

function lowerCase(symbol: DeclaredSymbol): string {
  let name = lowerNames.get(symbol);
  if (name === undefined) lowerNames.set(symbol, (name = symbol.name.toLowerCase()));
  return name;
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

function information(snapshot: Snapshot, { item, symbol }: Found): SymbolInformation {
  return {
    name: symbol.name,
    kind: symbol.kind,
    location: locationOf(snapshot, placeIn(item, symbol.selection)),
    containerName: nameOf(parentOf(item.uri)),
  };
}
