import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { LanguageServer } from './languageServer';

/** Diagnostics of an open or closed file as `code message`. The client must have the capability to pull diagnostics. */
export async function pulledDiagnostics(server: LanguageServer, uri: string): Promise<string[]> {
  const params = { textDocument: { uri } };
  const { items } = await server.request<{ items: Diagnostic[] }>('textDocument/diagnostic', params);
  return items.map(({ code, message }) => `${String(code)} ${typeof message === 'string' ? message : message.value}`);
}
