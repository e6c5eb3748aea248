import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageServer } from '../support/server/languageServer';

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
