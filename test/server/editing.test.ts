import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, Position, TextDocumentContentChangeEvent } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { EffectiveModule } from '../../common/protocol';
import { clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues } from '../support/server/effectiveValues';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const capabilities = {
  ...ordinaryCapabilities,
  textDocument: { ...ordinaryCapabilities.textDocument, diagnostic: {} },
};
const sample = resolve(__dirname, '../platforms/multi-cloud');

/** Pseudo-random numbers that are the same in every run. Source: the mulberry32 generator. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('editing', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(() => {
    folder = new TemporaryFolder({ 'other.tf': clusterText('name_prefix = "other"', '', 'eks_other_eu-west-1') });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const start = async (path: string): Promise<void> => {
    server = await servers.open({ folder: path, capabilities });
  };
  const faults = async (uri: string): Promise<Diagnostic[]> =>
    (await server.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } })).items;
  const answers = async (uri: string): Promise<{ modules: EffectiveModule[]; faults: Diagnostic[] }> => ({
    modules: await effectiveModules(server, uri),
    faults: await faults(uri),
  });

  for (const [name, transform] of Object.entries({
    'with Unix line ends': (text: string) => text,
    'with Windows line ends': (text: string) => text.replace(/\n/g, '\r\n'),
    'with characters of two units': (text: string) =>
      text.replace(/"gc0"/g, '"gc0" # 🚀 é 𝒳').replace(/# Half/, '# 👩‍🚀 Half'),
  })) {
    it(`with one or several ranges at a time has the same result as the whole text: ${name}`, async () => {
      await start(sample);
      const uri = pathToFileURL(resolve(sample, 'eks_gc0_eu-west-1_cluster.tf')).href;
      const whole = transform(readFileSync(resolve(sample, 'eks_gc0_eu-west-1_cluster.tf'), 'utf8'));
      await server.open(uri, whole);
      const expected = await answers(uri);
      assert.equal(expected.modules.length, 1);
      const random = randomFrom(7);
      let document = TextDocument.create(uri, 'terraform', 1, whole);
      const apply = async (changes: TextDocumentContentChangeEvent[]): Promise<void> => {
        document = TextDocument.update(document, changes, document.version + 1);
        await server.change(uri, changes);
      };
      const pieces = ['', 'x', '{', '}', '"', '\n', '\r\n', '🚀', '= 1', '<<E\n', '/*', '${'];
      for (let round = 0; round < 60; round++) {
        const changes: TextDocumentContentChangeEvent[] = [];
        let next = document;
        for (let count = 1 + random(3); count > 0; count--) {
          const at = random(next.getText().length);
          const range = { start: next.positionAt(at), end: next.positionAt(at + random(30)) };
          const change = { range, text: pieces[random(pieces.length)] ?? '' };
          changes.push(change);
          next = TextDocument.update(TextDocument.create(uri, 'terraform', 0, next.getText()), [change], 1);
        }
        await apply(changes);
        if (round % 20 === 19) await answers(uri);
      }
      // Restores the text by two edits in one notification: the second half first.
      const middle = Math.floor(whole.length / 2);
      const end: Position = document.positionAt(document.getText().length);
      await apply([
        { range: { start: { line: 0, character: 0 }, end }, text: whole.slice(0, middle) },
        {
          range: { start: { line: 99_999, character: 0 }, end: { line: 99_999, character: 0 } },
          text: whole.slice(middle),
        },
      ]);
      assert.equal(document.getText(), whole);
      assert.deepEqual(await answers(uri), expected);
    });
  }

  it('can produce every prefix of a module, character by character', async () => {
    await start(folder.path);
    const uri = folder.uri('typed.tf');
    const text = clusterText(
      'name_prefix = "gc${1 + 1}"\ncluster_aws_auth_map_roles = <<-ROLES\n  - a: "${upper("x")}"\nROLES',
      'enabled_cluster_log_types = join(",", [for a in ["b"] : a if a != "c"])',
    );
    await server.open(uri, '');
    for (let length = 0; length < text.length; length++) {
      const lines = text.slice(0, length).split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)!.length };
      await server.change(uri, [{ range: { start: position, end: position }, text: text[length]! }]);
      const [found, values] = await Promise.all([faults(uri), effectiveValues(server, uri)]);
      assert.ok(
        found.filter(each => each.code === 'syntax').length <= 1,
        `${text.slice(0, length + 1)}: ${JSON.stringify(found)}`,
      );
      assert.equal(typeof values, 'object');
    }
    assert.deepEqual(await faults(uri), []);
    assert.deepEqual(await effectiveValues(server, uri), {
      'apps cluster_aws_auth_map_roles': '- a: "X"\n',
      'apps name_prefix': 'gc2',
      'ops cluster_aws_auth_map_roles': '- a: "X"\n',
      'ops enabled_cluster_log_types': 'b',
      'ops name_prefix': 'gc2',
    });
    assert.equal((await effectiveValues(server, folder.uri('other.tf')))['apps name_prefix'], 'other');
  });

  it('keeps the last valid answers of an incomplete block, reports it once, and does not affect other blocks', async () => {
    await start(folder.path);
    const uri = folder.uri('cluster.tf');
    const text = clusterText('name_prefix = "gc0"', 'base_domain = "ops.example"');
    const second = clusterText('name_prefix = "gc1"', '', 'eks_gc1_eu-west-1');
    await server.open(uri, `${text}\n${second}`);
    const before = await effectiveModules(server, uri);
    assert.equal(before.length, 2);

    await server.change(uri, [
      { range: { start: { line: 5, character: 27 }, end: { line: 5, character: 27 } }, text: '\n      base_domain = ' },
    ]);
    const found = await faults(uri);
    assert.deepEqual(
      found.map(({ code, range, message }) => [code, range.start.line, message]),
      [['syntax', 6, 'A value is missing here.']],
    );
    const during = await effectiveModules(server, uri);
    const values = (modules: EffectiveModule[]): unknown =>
      modules.map(module => module.environments.ops?.map(({ path, value }) => [path, value]));
    assert.deepEqual(values(during), values(before));
    const domain = during[0]?.environments.ops?.find(({ path }) => path[0] === 'base_domain');
    assert.equal(domain?.location.range.start.line, 10, 'places move with the text');
    const hover = await server.hover(uri, { line: 10, character: 8 });
    assert.match(JSON.stringify(hover?.contents), /ops\.example/);

    await server.change(uri, [
      { range: { start: { line: 6, character: 20 }, end: { line: 6, character: 20 } }, text: '"typed.example"' },
    ]);
    assert.deepEqual(await faults(uri), []);
    assert.equal((await effectiveValues(server, uri))['apps base_domain'], 'typed.example');
  });

  it('ignores outdated changes, and changes of closed documents', async () => {
    await start(folder.path);
    const uri = folder.uri('cluster.tf');
    await server.open(uri, clusterText('name_prefix = "new"'));
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 1 },
      contentChanges: [{ text: '' }],
    });
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: folder.uri('other.tf'), version: 9 },
      contentChanges: [{ text: '' }],
    });
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'new');
    assert.equal((await effectiveValues(server, folder.uri('other.tf')))['apps name_prefix'], 'other');
  });
});
