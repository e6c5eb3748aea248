import assert from 'node:assert/strict';
import { stepText } from '../../common/steps';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-types';
import type { NextSteps, ScaffoldResult } from '../../common/protocol';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

/** An editor that can create files, and resolves the edits of code actions one by one. */
const capabilities = {
  ...ordinaryCapabilities,
  workspace: {
    ...ordinaryCapabilities.workspace,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create' as const, 'rename' as const, 'delete' as const],
    },
  },
  textDocument: {
    ...ordinaryCapabilities.textDocument,
    codeAction: {
      dataSupport: true,
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      resolveSupport: { properties: ['edit'] },
    },
  },
};

describe('scaffolds over stdio', () => {
  let server: LanguageServer;
  const servers = new SharedServers();
  let folder: TemporaryFolder;

  beforeEach(async () => {
    const { 'state.tf': _, ...platform } = readSamplePlatform('minimal');
    folder = new TemporaryFolder(platform);
    server = await servers.open({ folder: folder.path, capabilities });
  });
  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const ask = (kind: string, answers: Record<string, unknown>): Promise<ScaffoldResult> =>
    server.request('kubestack/scaffold', { uri: folder.uri(), kind, answers });

  it('bind their edit to the version of the document', async () => {
    const uri = folder.uri('README.md');
    const text = folder.read('README.md').replace('# Tidewater', 'Not saved yet.\n\n# Tidewater');
    await server.open(uri, text, 'markdown');
    const result = await ask('stateBackend', { backend: 'gcs', bucket: 'tidewater-state' });
    assert.ok('edit' in result, JSON.stringify(result));
    const changes = result.edit.documentChanges ?? [];
    const edit = changes.find(
      (each): each is TextDocumentEdit => 'textDocument' in each && each.textDocument.uri === uri,
    );
    assert.equal(edit?.textDocument.version, 1);
    const row = text.split('\n').findIndex(line => line.startsWith('| State backend'));
    assert.deepEqual(
      edit?.edits.map(({ range }) => range.start.line),
      [row],
    );
  });

  it('report every problem, also of answers that are not an object', async () => {
    assert.deepEqual(await ask('stateBackend', { backend: 's3' }), {
      problems: [
        {
          answer: 'bucket',
          message:
            'An answer is missing: use 3 to 63 lowercase letters, digits and dashes, such as terraform-state-kubestack-4f1c2ab.',
        },
        { answer: 'region', message: 'An answer is missing: use an AWS region, such as eu-north-1.' },
      ],
    });
    const odd = await server.request<ScaffoldResult>('kubestack/scaffold', {
      uri: folder.uri(),
      kind: 'cluster',
      answers: 7,
    });
    assert.ok('problems' in odd && odd.problems[0]?.answer === 'provider');
    const unknown = await server.request<ScaffoldResult>('kubestack/scaffold', {
      uri: folder.uri(),
      kind: 'moon',
      answers: {},
    });
    assert.ok('problems' in unknown && unknown.problems[0]?.answer === 'kind');
  });

  it('are offered as code actions and resolved to an edit', async () => {
    const path = 'eks_web0_eu-central-1_cluster.tf';
    await server.open(folder.uri(path), folder.read(path));
    const start = { line: 0, character: 3 };
    const actions = await server.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: folder.uri(path) },
      range: { start, end: start },
      context: { diagnostics: [], only: ['refactor.add.kubestack'] },
    });
    const pool = actions.find(({ title }) => title === 'Add node pool extra to eks_web0_eu-central-1');
    assert.ok(pool, JSON.stringify(actions));
    const resolved = pool.edit ? pool : await server.request<CodeAction>('codeAction/resolve', pool);
    assert.ok(JSON.stringify(resolved.edit).includes('eks_web0_eu-central-1_node_pool_extra.tf'));
  });

  /** The code action that removes a node pool, resolved. */
  async function chosenRemoval(): Promise<CodeAction> {
    const path = 'eks_web0_eu-central-1_node_pool_extra.tf';
    const added = await ask('nodePool', { cluster: 'eks_web0_eu-central-1', pool: 'extra' });
    assert.ok('edit' in added, JSON.stringify(added));
    const edit = added.edit.documentChanges?.find(
      (each): each is TextDocumentEdit => 'textDocument' in each && each.textDocument.uri === folder.uri(path),
    );
    await server.open(folder.uri(path), edit!.edits.map(each => ('newText' in each ? each.newText : '')).join(''));
    const start = { line: 0, character: 3 };
    const [action = assert.fail()] = await server.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: folder.uri(path) },
      range: { start, end: start },
      context: { diagnostics: [], only: ['refactor.remove.kubestack'] },
    });
    assert.equal(action.title, 'Remove node pool extra from eks_web0_eu-central-1');
    const resolved = await server.request<CodeAction>('codeAction/resolve', action);
    assert.ok(resolved.edit);
    return resolved;
  }

  it('show the next steps of a removal in a code action', async () => {
    const notification = server.notification<{ type: number; message: string }>('window/showMessage', () => true);
    assert.equal((await chosenRemoval()).command, undefined);
    const { type, message } = await notification;
    assert.equal(type, 3);
    assert.match(message, /Move them first\.\nNext steps:\n1\. /);
  });

  it('leave the next steps to a client that has a command for them', async () => {
    await servers.leave(server);
    server = await servers.open({
      folder: folder.path,
      capabilities: {
        ...capabilities,
        textDocument: {
          ...capabilities.textDocument,
          codeAction: { ...capabilities.textDocument.codeAction, resolveSupport: { properties: ['edit', 'command'] } },
        },
      },
      initializationOptions: { commands: ['kubestack.showNextSteps'] },
    });
    const { title, command } = await chosenRemoval();
    assert.equal(command?.command, 'kubestack.showNextSteps');
    const [next] = (command.arguments ?? []) as [NextSteps];
    assert.deepEqual([next.uri, next.title], [folder.uri('').replace(/\/$/, ''), title]);
    assert.match(next.notes.join(' '), /Move them first\./);
    assert.match(stepText(next.followUp[0]!), /`git checkout -b remove-node-pool-/);
  });
});
