import assert from 'node:assert/strict';
import type { InitializeParams, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const text = clusterText('name_prefix = "gc0"');
const { workspace } = ordinaryCapabilities;
const withAnnotations: InitializeParams['capabilities'] = {
  ...ordinaryCapabilities,
  workspace: {
    ...workspace,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: {},
    },
  },
};

describe('rename over stdio', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();
  const line = text.split('\n').findIndex(each => each.includes('ops'));
  const position = { line, character: text.split('\n')[line]!.indexOf('ops') + 1 };
  const start = async (capabilities: InitializeParams['capabilities']): Promise<void> => {
    folder = new TemporaryFolder({ 'cluster.tf': text });
    server = await servers.open({ folder: folder.path, capabilities });
    await server.open(folder.uri('cluster.tf'), text);
  };
  const ask = (newName: string): Promise<WorkspaceEdit> =>
    server.request('textDocument/rename', { textDocument: { uri: folder.uri('cluster.tf') }, position, newName });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  it('asks for confirmation with annotations if the client supports them', async () => {
    await start(withAnnotations);
    const { documentChanges, changeAnnotations } = await ask('internal');
    const [change] = documentChanges ?? [];
    assert.ok(change && 'textDocument' in change && change.textDocument.version === 1);
    assert.equal(Object.values(changeAnnotations ?? {})[0]?.needsConfirmation, true);
  });

  it("renames at once and explains the consequences if the client can't ask within a rename", async () => {
    for (const workspaceEdit of [{ documentChanges: true }, { changeAnnotationSupport: {} }]) {
      await start({ ...ordinaryCapabilities, workspace: { ...workspace, workspaceEdit } });
      const questions: unknown[] = [];
      server.connection.onRequest('window/showMessageRequest', question => void questions.push(question));
      const { documentChanges = [], changes = {}, changeAnnotations } = await ask('internal');
      assert.equal(documentChanges.length + Object.keys(changes).length, 1);
      assert.equal(changeAnnotations, undefined);
      const message = await server.notification<{ message: string }>('window/showMessage');
      assert.match(message.message, /^Renamed in code only\. .*The resources in the workspace "ops" stay there/);
      assert.deepEqual(questions, []);
      await servers.leave(server);
      folder.delete();
    }
    await start(withAnnotations);
  });

  it('explains why a name is invalid', async () => {
    await start(withAnnotations);
    await assert.rejects(ask('Ops!'), /"Ops!" can't be the name of an environment/);
  });
});
