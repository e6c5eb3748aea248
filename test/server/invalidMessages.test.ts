// Messages that violate the protocol are individually rejected or ignored. The last part is a short run of the fuzzing target.
import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import { runAlone, runTarget } from '../fuzz/runTarget';
import { targetOf } from '../fuzz/targets/all';
import { clusterText } from '../support/server/clusterText';
import { effectiveValues } from '../support/server/effectiveValues';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const MESSAGE = {
  type: 2,
  message: "Ignored. The parameters of textDocument/didChange don't match the protocol.",
};

describe('a message with parameters of the wrong type', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  let uri: string;

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'cluster.tf': clusterText('name_prefix = "gc0"') });
    const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
    server = await LanguageServer.start({ folder: folder.path, capabilities: { textDocument: { codeAction } } });
    uri = folder.uri('cluster.tf');
    await server.open(uri, clusterText('name_prefix = "gc1"'));
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
    folder.delete();
  });

  const isRefused = (error: unknown): boolean =>
    error instanceof ResponseError &&
    error.code === ErrorCodes.InvalidParams &&
    /^The parameters of [\w/]+ don't match the protocol\.$/.test(error.message);

  it('is rejected if it is a request', async () => {
    const textDocument = { uri };
    for (const [method, parameters] of [
      ['textDocument/hover', { textDocument, position: { line: -1, character: 0 } }],
      ['textDocument/hover', { textDocument, position: { line: 0.5, character: 0 } }],
      ['textDocument/hover', { textDocument, position: { line: 2 ** 31, character: 0 } }],
      ['textDocument/hover', { textDocument: uri, position: { line: 0, character: 0 } }],
      ['textDocument/hover', null],
      ['textDocument/rename', { textDocument, position: { line: 0, character: 8 }, newName: 5 }],
      ['textDocument/codeAction', { textDocument, range: {}, context: { diagnostics: [] } }],
      ['kubestack/effectiveDocument', { uri: [uri], environment: 'ops' }],
      ['kubestack/scaffold', { uri, kind: {} }],
      ['codeAction/resolve', { title: 't', data: { source: 'scaffold', uri, kind: 'cluster', answers: null } }],
    ] as const)
      await assert.rejects(server.request(method, parameters), isRefused, `${method} ${JSON.stringify(parameters)}`);
  });

  it('is ignored if it is a notification, and the document stays unchanged', async () => {
    const range = { start: { line: 5, character: 0 }, end: { line: 5, character: null } };
    for (const contentChanges of [{ text: '' }, [{ text: null }], [{ text: 'x' }, { range, text: 'y' }], [null]])
      await server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: 9 },
        contentChanges,
      });
    await server.notification('window/logMessage', message => JSON.stringify(message) === JSON.stringify(MESSAGE));
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'gc1');
    // The version in the ignored message is ignored, too.
    await server.change(uri, clusterText('name_prefix = "gc2"'));
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'gc2');
  });

  it('may have null instead of an optional property', async () => {
    const textDocument = { uri };
    const start = { line: 0, character: 8 };
    const range = { start, end: start };
    const kinds = async (only: null | undefined): Promise<unknown[]> => {
      const context = { diagnostics: [{ range, code: null, message: 'x' }], only };
      const actions = await server.request<{ kind: string }[]>('textDocument/codeAction', {
        textDocument,
        range,
        context,
      });
      return actions.map(({ kind }) => kind);
    };
    assert.ok((await kinds(undefined)).length > 0);
    assert.deepEqual(await kinds(null), await kinds(undefined));
    const item = { label: 'a', data: null };
    assert.deepEqual(await server.request('completionItem/resolve', item), item);
  });

  it('may have no parameters if none are needed', async () => {
    for (const parameters of [undefined, null, {}]) {
      const { platforms } = await server.request<{ platforms: unknown[] }>('kubestack/platforms', parameters);
      assert.equal(platforms.length, 1);
    }
  });
});

describe('fuzzing the protocol', function () {
  this.timeout(300_000);
  const SEED = 1;

  for (const [name, runs] of [
    ['messages', 60],
    ['frames', 6],
  ] as const) {
    const target = targetOf(name);
    it(`finds no failure in the corpus and the first inputs of seed ${SEED} for ${name}`, async () => {
      const { finding } = await runTarget(target, { seed: SEED, runs: target.corpus().length + runs, hang: Infinity });
      assert.equal(finding?.problem, undefined, JSON.stringify(finding?.input.toString('latin1')));
    });
  }

  const kept = join(__dirname, '../fixtures/found/fuzz/messages');
  for (const name of readdirSync(kept)) {
    it(`finds no failure in the recorded messages ${name}`, async () => {
      assert.equal(await runAlone(targetOf('messages'), readFileSync(join(kept, name)), Infinity), undefined);
    });
  }
});
