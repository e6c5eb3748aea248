/** What a client can do with completion, and what the server says of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { InsertTextMode, MarkupKind, CompletionItemTag, type ClientCapabilities } from 'vscode-languageserver/node';
import { COMPLETION_TRIGGERS } from './features/completion';
import type { CompletionAbilities } from './features/completionItems';
import type { BlockSnippet } from './features/completionSnippets';

export const COMPLETION_CAPABILITIES = {
  completionProvider: { resolveProvider: true, triggerCharacters: [...COMPLETION_TRIGGERS] },
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
};

/** A client that says nothing gets plain text. */
export function completionAbilities({ textDocument }: ClientCapabilities): CompletionAbilities {
  const item = textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    insertReplace: item?.insertReplaceSupport === true,
    markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    adjustsIndentation: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.adjustIndentation) === true,
    tags: item?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated) === true,
  };
}

/**
 * The snippets that the extension contributes to VS Code, for the other clients.
 * @param assets folder with the data files
 * @returns none where the file is not there
 */
export function readBlockSnippets(assets: string): BlockSnippet[] {
  const file = join(assets, 'snippets', 'terraform.code-snippets');
  if (!existsSync(file)) return [];
  return Object.values(parse(readFileSync(file, 'utf8')) as Record<string, BlockSnippet>);
}
