/** Kinds of symbols and completion items for clients that support only some of them. */
import { CompletionItemKind, SymbolKind } from 'vscode-languageserver-types';

const CLOSEST_ITEM = new Map<CompletionItemKind, CompletionItemKind>([
  [CompletionItemKind.Folder, CompletionItemKind.File],
  [CompletionItemKind.EnumMember, CompletionItemKind.Value],
  [CompletionItemKind.Constant, CompletionItemKind.Value],
  [CompletionItemKind.Struct, CompletionItemKind.Class],
  [CompletionItemKind.TypeParameter, CompletionItemKind.Variable],
]);
const CLOSEST_SYMBOL = new Map<SymbolKind, SymbolKind>([
  [SymbolKind.Object, SymbolKind.Class],
  [SymbolKind.Struct, SymbolKind.Class],
]);

/**
 * The kinds that a client supports.
 * @param valueSet the capability; without it, a client supports the kinds of the first version of LSP
 */
export function supportedKinds<Kind extends number>(valueSet: readonly Kind[] | undefined): ReadonlySet<number> {
  return new Set<number>(valueSet ?? Array.from({ length: 18 }, (_, index) => index + 1));
}

/** The kind, a similar one, or none. @param supported all if undefined */
export const itemKind = (
  kind: CompletionItemKind,
  supported: ReadonlySet<number> | undefined,
): CompletionItemKind | undefined =>
  [kind, CLOSEST_ITEM.get(kind)].find(each => each !== undefined && (supported?.has(each) ?? true));

/** The kind, or a similar one. @param supported all if undefined */
export const symbolKind = (kind: SymbolKind, supported: ReadonlySet<number> | undefined): SymbolKind =>
  [kind, CLOSEST_SYMBOL.get(kind)].find(each => each !== undefined && (supported?.has(each) ?? true)) ??
  SymbolKind.Variable;
