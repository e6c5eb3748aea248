/** What the client of both servers can do: what VS Code's can, as far as a server does more for it. */
import { SemanticTokenModifiers, SemanticTokenTypes, type InitializeParams } from 'vscode-languageserver-protocol';

export const CLIENT_CAPABILITIES: InitializeParams['capabilities'] = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: {
    hover: { contentFormat: ['markdown'] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    signatureHelp: { signatureInformation: { documentationFormat: ['markdown'] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: {},
    diagnostic: {},
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    rename: { prepareSupport: true },
    semanticTokens: {
      requests: { full: true, range: true },
      tokenTypes: Object.values(SemanticTokenTypes),
      tokenModifiers: Object.values(SemanticTokenModifiers),
      formats: ['relative'],
    },
  },
  // Without this terraform-ls has no code lenses.
  experimental: { showReferencesCommandId: 'client.showReferences' },
};
