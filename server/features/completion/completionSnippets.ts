/** Whole blocks for new clusters, node pools and services, for clients that do not have our snippets anyway. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Suggestion } from './completionItems';

/** One entry of the snippets file. */
export interface BlockSnippet {
  readonly prefix: string;
  readonly description: string;
  /** Lines. */
  readonly body: readonly string[];
}

/** Those that are blocks at the top of a file. */
export function blockSnippetSuggestions(snippets: readonly BlockSnippet[]): Suggestion[] {
  return snippets
    .filter(({ body }) => /^(?:module|provider|locals|terraform|variable) /.test(body[0] ?? ''))
    .map(({ prefix, description, body }) => ({
      label: prefix,
      kind: CompletionItemKind.Snippet,
      detail: description,
      insert: body
        .join('\n')
        .replace(
          /\$\{\d+\|([^,|}]*)[^}]*\|\}|\$\{\d+:([^}]*)\}|\$\{?\d+\}?/g,
          (_, choice?: string, text?: string) => choice ?? text ?? '',
        ),
      snippet: body.join('\n'),
      rank: 2,
    }));
}
