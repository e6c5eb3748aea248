import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { LanguageServer } from './languageServer';

/** The diagnostics of a file, open or not, as `code message`. The client must have said that it pulls. */
export async function pulledDiagnostics(server: LanguageServer, uri: string): Promise<string[]> {
  const params = { textDocument: { uri } };
  const { items } = await server.request<{ items: Diagnostic[] }>('textDocument/diagnostic', params);
  return items.map(({ code, message }) => `${String(code)} ${typeof message === 'string' ? message : message.value}`);
}
