import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { effectiveValues } from '../support/server/effectiveValues';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const folder = resolve(__dirname, '../editor/extension/three-environments/workspace');
const uri = pathToFileURL(resolve(folder, 'draft.tf')).href;

describe('syntax diagnostics', () => {
  let server: LanguageServer;

  beforeEach(async () => {
    server = await LanguageServer.start({ folder });
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
  });

  it('appear while a block is incomplete and disappear when it is complete', async () => {
    await server.open(uri, 'locals {\n  a = \n}\n');
    const [problem] = await server.diagnostics(uri, diagnostics => diagnostics.length > 0);
    assert.equal(problem?.code, 'syntax');
    assert.equal(problem.source, 'kubestack');
    assert.equal(problem.range.start.line, 1);

    const range = { start: { line: 1, character: 6 }, end: { line: 1, character: 6 } };
    await server.change(uri, [{ range, text: '1' }]);
    assert.deepEqual(await server.diagnostics(uri, diagnostics => diagnostics.length === 0), []);
  });
});

describe('diagnostics of the evaluator', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'cluster.tf': clusterText('name_prefix = local.a') });
    server = await LanguageServer.start({ folder: folder.path });
    await server.open(folder.uri('cluster.tf'), folder.read('cluster.tf'));
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    folder.delete();
  });

  it('are reported at the mistake, also in a closed file, with a link to their page and the modules that use the value', async () => {
    const locals = folder.write('locals.tf', 'locals {\n  a = uper("x")\n}\n');
    await server.filesChanged([{ uri: locals, type: FileChangeType.Created }]);
    const [found] = await server.diagnostics(locals, all => all.length > 0);
    assert.deepEqual([found?.code, found?.source], ['KS003', 'kubestack']);
    assert.match(found?.codeDescription?.href ?? '', /^https:\/\/.*\/docs\/checks\/KS003\.md$/);
    assert.deepEqual(found?.range, { start: { line: 1, character: 6 }, end: { line: 1, character: 10 } });
    assert.deepEqual(
      found.relatedInformation?.map(({ location }) => location),
      [
        {
          uri: folder.uri('cluster.tf'),
          range: { start: { line: 0, character: 7 }, end: { line: 0, character: 26 } },
        },
      ],
    );
  });

  it('ignore a backup that is open', async () => {
    const backup = folder.write('cluster.tf.bak', clusterText('name_prefix = "backup"'));
    folder.write('locals.tf', 'locals {\n  a = "gc0"\n}\n');
    await server.filesChanged([{ uri: folder.uri('locals.tf'), type: FileChangeType.Created }]);
    await server.open(backup, folder.read('cluster.tf.bak'));
    assert.equal((await effectiveValues(server, folder.uri('cluster.tf')))['apps name_prefix'], 'gc0');
  });
});
