import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TextDocumentSyncKind } from 'vscode-languageserver-protocol';
import { LanguageServer } from './languageServer';

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
      hoverProvider: true,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    });
  });

  it('says its name and the version of the package', () => {
    const { version } = JSON.parse(readFileSync(resolve(project, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(server.initializeResult.serverInfo, { name: 'kubestack-language-server', version });
  });
});
