import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TextDocumentSyncKind } from 'vscode-languageserver-protocol';
import { LanguageServer } from '../support/server/languageServer';

const project = resolve(__dirname, '../..');

describe('initialize', () => {
  let server: LanguageServer;

  beforeEach(async () => {
    server = await LanguageServer.start({ folder: resolve(project, 'test/platforms/multi-cloud') });
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
  });

  it('announces its capabilities', () => {
    assert.deepEqual(server.initializeResult.capabilities, {
      callHierarchyProvider: true,
      codeActionProvider: {
        codeActionKinds: [
          'quickfix',
          'source.fixAll.kubestack',
          'source.fixPlatform.kubestack',
          'refactor.rewrite',
          'refactor.inline',
          'refactor.extract',
          'refactor.move',
          'refactor.add.kubestack',
          'refactor.remove.kubestack',
        ],
        resolveProvider: true,
      },
      completionProvider: { resolveProvider: true, triggerCharacters: ['.', '"', '[', '{', '=', '/'] },
      declarationProvider: true,
      definitionProvider: true,
      documentFormattingProvider: true,
      documentHighlightProvider: true,
      documentLinkProvider: {},
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] },
      documentRangeFormattingProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      hoverProvider: true,
      implementationProvider: true,
      inlayHintProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      selectionRangeProvider: true,
      semanticTokensProvider: {
        full: { delta: true },
        legend: {
          tokenModifiers: ['declaration', 'definition', 'readonly', 'modification', 'defaultLibrary'],
          tokenTypes: ['enumMember', 'property', 'namespace', 'variable', 'parameter', 'function', 'type', 'class'],
        },
        range: true,
      },
      signatureHelpProvider: { triggerCharacters: ['(', ','] },
      typeDefinitionProvider: true,
      workspaceSymbolProvider: true,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    });
  });

  it("returns its name and the package's version", () => {
    const { version } = JSON.parse(readFileSync(resolve(project, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(server.initializeResult.serverInfo, { name: 'kubestack-language-server', version });
  });
});
