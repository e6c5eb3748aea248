/** The outline of a document: blocks, the environments of modules, and attributes at any depth. */
import { localized, t } from '../../../common/localization';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFileModel';
import { ITEMS_PER_PAUSE, mapPausing } from '../../scheduling/pausing';
import { callsOfItem } from '../../semantics/moduleCalls';
import { symbolKind } from '../supportedKinds';
import { MODULE_KINDS } from './moduleDetail';
import { rangeInFile } from '../../semantics/positionMapping';
import { fileOf, type RequestContext } from '../../semantics/requestContext';
import { symbolOf, type DeclaredSymbol } from '../../semantics/declaredSymbols';

/**
 * Null if there are no symbols or they are left to another extension.
 * @param hierarchical whether the client supports nested symbols
 * @param kinds those that the client supports; all if absent
 */
export function* documentSymbols(
  request: RequestContext,
  uri: string,
  hierarchical: boolean,
  kinds?: ReadonlySet<number>,
): Generator<undefined, DocumentSymbol[] | SymbolInformation[] | null> {
  const file = fileOf(request, uri);
  if (!file) return null;
  const elsewhere = request.client.servedByOtherExtension(uri);
  const own = yield* mapPausing(file.items, placed =>
    elsewhere && callsOfItem(request, placed.item, 1).length === 0 ? [] : [placed],
  );
  const symbols = yield* mapWithPauses(own, placed =>
    documentSymbol({ request, file, kinds }, placed, symbolOf(placed.item), true),
  );
  if (symbols.length === 0) return null;
  return hierarchical ? symbols : symbols.flatMap(symbol => flat(request.client.clientUri(uri), symbol, undefined));
}

interface OutlinedFile {
  readonly request: RequestContext;
  readonly file: SourceFile;
  readonly kinds: ReadonlySet<number> | undefined;
}

/** The symbol of an item, or one inside of it. Pauses, since an object may have thousands of attributes. */
function* documentSymbol(
  outlined: OutlinedFile,
  placed: PlacedItem,
  symbol: DeclaredSymbol,
  isItem: boolean,
): Generator<undefined, DocumentSymbol> {
  const { request, file, kinds } = outlined;
  const { name, kind, detail, whole, selection, children } = symbol;
  const call = isItem ? callsOfItem(request, placed.item, 1)[0] : undefined;
  return {
    name: name === '' ? t('(no name)') : name,
    kind: symbolKind(kind, kinds),
    detail: call ? localized(MODULE_KINDS[call.module.kind]) : detail,
    range: rangeInFile(file, placed, whole),
    selectionRange: rangeInFile(file, placed, selection),
    children: yield* mapWithPauses(children, child => documentSymbol(outlined, placed, child, false)),
  };
}

/** The results of a function that pauses, in order, with pauses between them. */
function* mapWithPauses<T, R>(
  items: readonly T[],
  resultOf: (item: T) => Generator<undefined, R>,
): Generator<undefined, R[]> {
  const results: R[] = [];
  for (const item of items) {
    if (results.length % ITEMS_PER_PAUSE === ITEMS_PER_PAUSE - 1) yield;
    results.push(yield* resultOf(item));
  }
  return results;
}

function flat(
  uri: string,
  { name, kind, range, children = [] }: DocumentSymbol,
  container: string | undefined,
): SymbolInformation[] {
  const own: SymbolInformation = {
    name,
    kind,
    location: { uri, range },
    ...(container === undefined ? {} : { containerName: container }),
  };
  return [own, ...children.flatMap(child => flat(uri, child, name))];
}
