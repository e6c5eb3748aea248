import assert from 'node:assert/strict';
import type { CodeAction, InitializeParams, WorkspaceEdit } from 'vscode-languageserver-protocol';
import type { RefactoringData } from '../../common/protocol';
import { clusterText } from '../support/server/clusterText';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const pool = `module "eks_gc0_eu-west-1_node_pool_extra" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
  configuration = {
    apps = { name = "extra" }
  }
}
`;
const { workspace, textDocument } = ordinaryCapabilities;
const capabilities: InitializeParams['capabilities'] = {
  workspace: { ...workspace, workspaceEdit: { documentChanges: true } },
  textDocument: {
    ...textDocument,
    synchronization: { dynamicRegistration: true },
    diagnostic: { dynamicRegistration: true },
    codeAction: {
      dynamicRegistration: true,
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};

describe('code actions over stdio', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'cluster.tf': clusterText('name_prefix = "gc0"'), 'pool.tf': pool });
    server = await servers.open({ folder: folder.path, capabilities, checks: true });
    await server.open(folder.uri('pool.tf'), pool);
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const ask = (only?: string[]): Promise<CodeAction[]> =>
    server.request('textDocument/codeAction', {
      textDocument: { uri: folder.uri('pool.tf') },
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });

  it('have no edits until they are resolved, for the version of the document', async () => {
    const action = (await ask()).find(({ title }) => title === 'Add ops = {}');
    assert.ok(action && action.edit === undefined);
    await server.change(folder.uri('pool.tf'), pool);
    const { edit } = await server.request<CodeAction>('codeAction/resolve', action);
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'textDocument' in change);
    assert.deepEqual(change.textDocument, { uri: folder.uri('pool.tf'), version: 2 });
  });

  it('are rejected if the text has changed', async () => {
    const action = (await ask()).find(({ title }) => title === 'Add ops = {}');
    await server.change(folder.uri('pool.tf'), `\n${pool}`);
    await assert.rejects(server.request('codeAction/resolve', action), /has changed in the meantime/);
  });

  it("refactor, and explain why they can't", async () => {
    const own = pool.replace('apps = { name = "extra" }', 'apps = { name = "extra" }\n    ops = { disk_size = "30" }');
    await server.change(folder.uri('pool.tf'), own);
    const offered: CodeAction[] = await server.request('textDocument/codeAction', {
      textDocument: { uri: folder.uri('pool.tf') },
      range: { start: { line: 4, character: 5 }, end: { line: 4, character: 5 } },
      context: { diagnostics: [], only: ['refactor'] },
    });
    const three = offered.find(({ title }) => title.startsWith('Convert to three environments'));
    const { edit } = await server.request<CodeAction>('codeAction/resolve', three);
    const changed = edit?.documentChanges?.map(each => ('textDocument' in each ? each.textDocument : undefined));
    assert.deepEqual(changed, [
      { uri: folder.uri('cluster.tf'), version: null },
      { uri: folder.uri('pool.tf'), version: 2 },
    ]);
    // An action that was offered for an earlier text.
    const title = 'Make ops the base environment of the platform';
    const position = { line: 4, character: 5 };
    const uri = folder.uri('pool.tf');
    const data: RefactoringData = { source: 'refactoring', refactoring: 'makeBase', uri, position, title };
    const base: CodeAction = { title, data };
    const warning = server.notification<{ message: string }>(
      'window/showMessage',
      ({ message }) => !/Next steps/.test(message),
    );
    assert.equal((await server.request<CodeAction>('codeAction/resolve', base)).edit, undefined);
    assert.match((await warning).message, /ops sets disk_size in module\.eks_gc0_eu-west-1_node_pool_extra/);
  });

  it('fix a whole file on save, and a whole platform', async () => {
    const kinds = (await ask(['source.fixAll'])).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['source.fixAll.kubestack']);
    const { edit } = await server.request<{ edit: WorkspaceEdit }>('kubestack/fixAll', { uri: folder.uri() });
    const uris = (edit.documentChanges ?? []).flatMap(change => ('edits' in change ? change.textDocument.uri : []));
    assert.ok(uris.includes(folder.uri('pool.tf')), uris.join());
  });

  it('and diagnostics are registered for files beside the configuration only', () => {
    const methods = [...server.registrations].flatMap(([method, options]) => {
      const patterns = (options as { documentSelector?: { pattern?: string }[] }).documentSelector ?? [];
      return patterns.some(({ pattern }) => pattern === '**/Dockerfile') ? [method] : [];
    });
    assert.deepEqual(methods.sort(), [
      'textDocument/codeAction',
      'textDocument/diagnostic',
      'textDocument/didChange',
      'textDocument/didClose',
      'textDocument/didOpen',
    ]);
  });
});
