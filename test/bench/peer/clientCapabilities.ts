/** The client capabilities for both servers: those of VS Code that enable features of a server. */
import { SemanticTokenModifiers, SemanticTokenTypes, type InitializeParams } from 'vscode-languageserver-protocol';
import { CAPABILITIES } from '../serverProcess';

export const CLIENT_CAPABILITIES: InitializeParams['capabilities'] = {
  ...CAPABILITIES,
  textDocument: {
    ...CAPABILITIES.textDocument,
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    signatureHelp: { signatureInformation: { documentationFormat: ['markdown'] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: {},
    semanticTokens: {
      requests: { full: true, range: true },
      tokenTypes: Object.values(SemanticTokenTypes),
      tokenModifiers: Object.values(SemanticTokenModifiers),
      formats: ['relative'],
    },
  },
  // Without this, terraform-ls has no code lenses.
  experimental: { showReferencesCommandId: 'client.showReferences' },
};
