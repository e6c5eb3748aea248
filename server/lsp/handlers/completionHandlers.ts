/** Handlers of completion and signature help. */
import { parse } from 'jsonc-parser';
import {
  CompletionItemTag,
  InsertTextMode,
  MarkupKind,
  type ClientCapabilities,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { ReadAsset } from '../../../common/assets';
import { completion, COMPLETION_TRIGGERS } from '../../features/completion/completion';
import type { CompletionAbilities } from '../../features/completion/completionItems';
import { resolveCompletion } from '../../features/completion/completionResolve';
import type { BlockSnippet } from '../../features/completion/completionSnippets';
import { signatureHelp, type SignatureAbilities } from '../../features/completion/signatureHelp';
import { supportedKinds } from '../../features/supportedKinds';
import { uriOf, type HandlerContext } from '../handlerContext';

export const COMPLETION_CAPABILITIES: ServerCapabilities = {
  completionProvider: { resolveProvider: true, triggerCharacters: [...COMPLETION_TRIGGERS] },
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
};

export function registerCompletionHandlers(
  { connection, capabilities, interactive }: HandlerContext,
  readAsset: ReadAsset,
): void {
  let blocks: readonly BlockSnippet[] | undefined;
  const snippets = (): readonly BlockSnippet[] => (blocks ??= readBlockSnippets(readAsset));
  connection.onCompletion((p, token) =>
    interactive(s => {
      // If the user has typed on, the client has sent another request.
      if (token.isCancellationRequested) return null;
      const abilities = completionAbilities(capabilities());
      return completion(s, uriOf(p), p.position, abilities, p.context?.triggerCharacter, snippets());
    }, null),
  );
  connection.onCompletionResolve(item =>
    interactive(s => resolveCompletion(s, item, completionAbilities(capabilities()).markdown), item),
  );
  connection.onSignatureHelp(p =>
    interactive(s => signatureHelp(s, uriOf(p), p.position, signatureAbilities(capabilities())), null),
  );
}

/** A client without capabilities gets plain text. */
function completionAbilities({ textDocument }: ClientCapabilities): CompletionAbilities {
  const { completionItem: item, completionItemKind, completionList } = textDocument?.completion ?? {};
  return {
    snippets: item?.snippetSupport === true,
    insertReplace: item?.insertReplaceSupport === true,
    markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    adjustsIndentation: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.adjustIndentation) === true,
    labelDetails: item?.labelDetailsSupport === true,
    tags: item?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated) === true,
    kinds: supportedKinds(completionItemKind?.valueSet),
    listDefaults: completionList?.itemDefaults,
  };
}

function signatureAbilities({ textDocument }: ClientCapabilities): SignatureAbilities {
  const information = textDocument?.signatureHelp?.signatureInformation;
  return {
    markdown: information?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    labelOffsets: information?.parameterInformation?.labelOffsetSupport === true,
  };
}

/** @throws if the asset is missing */
const readBlockSnippets = (readAsset: ReadAsset): BlockSnippet[] =>
  Object.values(
    parse(new TextDecoder().decode(readAsset('snippets/terraform.code-snippets'))) as Record<string, BlockSnippet>,
  );
