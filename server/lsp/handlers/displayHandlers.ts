/** Handlers of features that show something in a document, one line each. */
import {
  CodeLensRefreshRequest,
  InlayHintRefreshRequest,
  SemanticTokensRefreshRequest,
  type SemanticTokens,
  type SemanticTokensDelta,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { codeLenses, resolveCodeLens } from '../../features/display/codeLenses';
import { documentLinks } from '../../features/display/documentLinks';
import { documentSymbols } from '../../features/display/documentSymbols';
import { foldingRanges } from '../../features/display/foldingRanges';
import { inlayHints } from '../../features/display/inlayHints';
import { selectionRanges } from '../../features/display/selectionRanges';
import { SEMANTIC_TOKENS_LEGEND, semanticTokens } from '../../features/display/semanticTokens';
import { hover } from '../../features/hover/hover';
import type { Forecaster } from '../../forecast/forecaster';
import { supportedKinds } from '../../features/supportedKinds';
import type { InitializationOptions } from '../../../common/protocol';
import { uriOf, type HandlerContext } from '../handlerContext';
import { SemanticTokenResults } from '../semanticTokenResults';

export function displayCapabilities({ commands = [] }: InitializationOptions): ServerCapabilities {
  return {
    documentLinkProvider: {},
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    inlayHintProvider: true,
    semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: { delta: true }, range: true },
    ...(commands.length > 0 ? { codeLensProvider: { resolveProvider: true } } : {}),
  };
}

/** @param forecaster missing in web workers */
export function registerDisplayHandlers(handlerContext: HandlerContext, forecaster: Forecaster | undefined): void {
  const { connection, capabilities, options, interactive, interactivePausing } = handlerContext;
  connection.onHover(p => interactive(s => hover(s, uriOf(p), p.position, forecaster?.effectSection), null));
  connection.onDocumentLinks(p => {
    const tooltips = capabilities().textDocument?.documentLink?.tooltipSupport === true;
    return interactive(s => documentLinks(s, uriOf(p), tooltips), null);
  });
  connection.onDocumentSymbol((p, token) => {
    const { documentSymbol } = capabilities().textDocument ?? {};
    const hierarchical = documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    const kinds = supportedKinds(documentSymbol?.symbolKind?.valueSet);
    return interactivePausing(s => documentSymbols(s, uriOf(p), hierarchical, kinds), null, token);
  });
  connection.onFoldingRanges(p => {
    const wholeLines = capabilities().textDocument?.foldingRange?.lineFoldingOnly === true;
    return interactive(s => foldingRanges(s, uriOf(p), wholeLines), null);
  });
  connection.onSelectionRanges(p => interactive(s => selectionRanges(s, uriOf(p), p.positions), null));
  connection.languages.inlayHint.on(p => interactive(s => inlayHints(s, uriOf(p), p.range), null));
  connection.onCodeLens(p => interactive(s => codeLenses(s, uriOf(p), options().commands ?? []), null));
  connection.onCodeLensResolve((lens, token) => interactivePausing(s => resolveCodeLens(s, lens), lens, token));
  listenForTokens(handlerContext);
}

function listenForTokens({ connection: { languages }, interactivePausing }: HandlerContext): void {
  const results = new SemanticTokenResults();
  // LSP allows null here, but the library's types don't.
  const nothing = null as unknown as SemanticTokens;
  languages.semanticTokens.on(async (p, token) => {
    const data = await interactivePausing(s => semanticTokens(s, uriOf(p)), null, token);
    return data ? results.whole(uriOf(p), data) : nothing;
  });
  languages.semanticTokens.onDelta(async (p, token): Promise<SemanticTokens | SemanticTokensDelta> => {
    const data = await interactivePausing(s => semanticTokens(s, uriOf(p)), null, token);
    return data ? results.since(uriOf(p), p.previousResultId, data) : nothing;
  });
  languages.semanticTokens.onRange(async (p, token) => {
    const data = await interactivePausing(s => semanticTokens(s, uriOf(p), p.range), null, token);
    return data ? { data } : nothing;
  });
}

/** Requests that make the client refresh what it shows in documents that did not change themselves. */
export function displayRefreshes({
  capabilities,
  options,
}: Pick<HandlerContext, 'capabilities' | 'options'>): string[] {
  const { workspace } = capabilities();
  return [
    ...(workspace?.inlayHint?.refreshSupport ? [InlayHintRefreshRequest.method] : []),
    ...(workspace?.codeLens?.refreshSupport && options().commands ? [CodeLensRefreshRequest.method] : []),
    ...(workspace?.semanticTokens?.refreshSupport ? [SemanticTokensRefreshRequest.method] : []),
  ];
}
