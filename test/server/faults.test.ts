// The server with a disk that refuses access, changes, or disappears. Each row of docs/faults.md names its test.
import * as assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileChangeType, type Diagnostic } from 'vscode-languageserver-protocol';
import { askAt, askDocument, askWorkspace } from '../fuzz/questions';
import { clusterText } from '../support/server/clusterText';
import { effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import { LanguageServer, ordinaryCapabilities, type LanguageServerOptions } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const { Created, Changed, Deleted } = FileChangeType;

const PLATFORM = {
  'cluster.tf': clusterText('name_prefix = local.prefix'),
  'locals.tf': 'locals {\n  prefix = "gc0"\n}\n',
};
const BLOCK = 'locals {\n  other = "text"\n}\n';
const CAPABILITIES = {
  ...ordinaryCapabilities,
  textDocument: { ...ordinaryCapabilities.textDocument, diagnostic: {} },
};

describe('a disk that', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  async function start(files: Record<string, string>, options: LanguageServerOptions = {}): Promise<void> {
    folder = new TemporaryFolder(files);
    chmodSync(folder.path, 0o755);
    server = await servers.open({
      folder: folder.path,
      timeout: 120_000,
      capabilities: CAPABILITIES,
      ...options,
    });
  }

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const prefix = async (path = 'cluster.tf'): Promise<unknown> =>
    (await effectiveValues(server, folder.uri(path)))['apps name_prefix'];
  const messagesIn = async (path: string): Promise<string[]> => {
    const { items } = await server.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri: folder.uri(path) },
    });
    return items.map(({ message }) => (typeof message === 'string' ? message : message.value));
  };
  /** Asserts that no request has failed with an internal error. */
  const nothingFailed = (): void => {
    const logged = server.notificationsOf('window/logMessage') as { type: number; message: string }[];
    assert.deepEqual(
      logged.filter(({ type }) => type === 1),
      [],
    );
  };

  it('with an unreadable folder is served without it, and with it once it becomes readable', async () => {
    await start(
      { ...PLATFORM, 'other/cluster.tf': clusterText('name_prefix = "x"', '', 'eks_x_eu-west-1') },
      { early: true, unprivileged: true },
    );
    chmodSync(folder.at('other'), 0);
    await server.filesChanged([{ uri: folder.uri('other'), type: Changed }]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
    assert.equal(await prefix(), 'gc0');
    chmodSync(folder.at('other'), 0o755);
    await server.filesChanged([{ uri: folder.uri('other'), type: Created }]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri(), folder.uri('other')]);
    nothingFailed();
  });

  it('with an unreadable file reports it, and serves the rest', async () => {
    await start(PLATFORM, { unprivileged: true });
    folder.write('secret.tf', BLOCK);
    chmodSync(folder.at('secret.tf'), 0);
    await server.filesChanged([{ uri: folder.uri('secret.tf'), type: Created }]);
    assert.match((await messagesIn('secret.tf'))[0] ?? '', /can't be read: the operating system refuses/);
    assert.equal(await prefix(), 'gc0');
    chmodSync(folder.at('secret.tf'), 0o644);
    await server.filesChanged([{ uri: folder.uri('secret.tf'), type: Changed }]);
    assert.deepEqual(await messagesIn('secret.tf'), []);
    nothingFailed();
  });

  it('that is read-only is enough for every answer, since the server writes nothing', async () => {
    await start(PLATFORM, { unprivileged: true });
    // Also for users who may write.
    for (const path of ['.', 'cluster.tf', 'locals.tf']) chmodSync(folder.at(path), path === '.' ? 0o555 : 0o444);
    const state = (): string[] =>
      ['.', ...readdirSync(folder.path)].map(path => `${path} ${statSync(folder.at(path)).mtimeMs}`);
    const before = state();
    const uri = folder.uri('cluster.tf');
    await server.open(uri, PLATFORM['cluster.tf']);
    await askWorkspace(server);
    await askDocument(server, uri);
    await askAt(server, uri, { line: 5, character: 8 });
    const { edit } = await server.request<{ edit?: object }>('kubestack/scaffold', {
      uri: folder.uri(),
      kind: 'pipeline',
      answers: { ci: 'github' },
    });
    assert.ok(edit, 'no change was computed');
    assert.deepEqual(state(), before);
    chmodSync(folder.path, 0o755);
    nothingFailed();
  });

  it('with a partly written file is read again when the file is complete', async () => {
    await start(PLATFORM);
    const path = folder.at('cluster.tf');
    for (let round = 0; round < 20; round++) {
      const text = clusterText(`name_prefix = "r${round}"\n${'# A long comment.\n'.repeat(500)}`);
      writeFileSync(path, text.slice(0, 200 + round * 300));
      await server.filesChanged([{ uri: folder.uri('cluster.tf'), type: Changed }]);
      const half = prefix();
      // It is undefined whether the file is read before or after the change.
      writeFileSync(path, text);
      await server.filesChanged([{ uri: folder.uri('cluster.tf'), type: Changed }]);
      await half;
      assert.equal(await prefix(), `r${round}`);
      truncateSync(path, round);
    }
    nothingFailed();
  });

  it('that loses a file during a request is served with the remaining files', async () => {
    await start(PLATFORM);
    folder.delete('locals.tf');
    await server.filesChanged([{ uri: folder.uri('locals.tf'), type: Deleted }]);
    assert.match((await messagesIn('cluster.tf'))[0] ?? '', /local\.prefix/);
    folder.delete('cluster.tf');
    // Before the client is notified.
    await askDocument(server, folder.uri('cluster.tf'));
    await server.filesChanged([{ uri: folder.uri('cluster.tf'), type: Deleted }]);
    assert.deepEqual(await platformFolderUris(server), []);
    nothingFailed();
  });

  it('that loses the whole workspace has no platform, and has it again when it is restored', async () => {
    await start(PLATFORM);
    const away = `${folder.path}-away`;
    renameSync(folder.path, away);
    await server.filesChanged([{ uri: folder.uri(), type: Deleted }]);
    assert.deepEqual(await platformFolderUris(server), []);
    renameSync(away, folder.path);
    await server.filesChanged([{ uri: folder.uri(), type: Created }]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
    assert.equal(await prefix(), 'gc0');
    nothingFailed();
  });

  it('with a folder that is renamed under open documents is read again, and documents stay open', async () => {
    await start({ ...PLATFORM, 'other/cluster.tf': clusterText('name_prefix = "x"', '', 'eks_x_eu-west-1') });
    await server.open(folder.uri('cluster.tf'), clusterText('name_prefix = "typed"'));
    renameSync(folder.at('other'), folder.at('renamed'));
    await server.filesChanged([
      { uri: folder.uri('other'), type: Deleted },
      { uri: folder.uri('renamed'), type: Created },
    ]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri(), folder.uri('renamed')]);
    assert.equal(await prefix(), 'typed');
    assert.equal(await prefix('renamed/cluster.tf'), 'x');
    nothingFailed();
  });
});

describe('a repository of 200,000 files', function () {
  this.timeout(600_000);
  const FOLDERS = 2_000;
  const FILES = 100;
  /** Number of configuration files in each folder. */
  const CONFIGURATION = 10;
  let folder: TemporaryFolder;
  let server: LanguageServer | undefined;

  before(() => {
    folder = new TemporaryFolder(PLATFORM);
    for (let index = 0; index < FOLDERS; index++) {
      const below = join(folder.path, `team-${index % 40}`, `application-${index}`);
      mkdirSync(below, { recursive: true });
      for (let file = 0; file < FILES; file++)
        writeFileSync(
          join(below, file < CONFIGURATION ? `${file}.tf` : `${file}.ts`),
          file < CONFIGURATION ? BLOCK : '',
        );
    }
  });

  after(async () => {
    await server?.kill();
    folder.delete();
  });

  it('is served with bounded memory', async () => {
    server = await LanguageServer.start({ folder: folder.path, early: true, timeout: 300_000 });
    await server.open(folder.uri('cluster.tf'), PLATFORM['cluster.tf']);
    // Requests for open documents don't wait for the end of the walk; requests for the whole workspace do.
    assert.equal((await effectiveValues(server, folder.uri('cluster.tf')))['apps name_prefix'], 'gc0');
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
    const symbols = await server.request<unknown[]>('workspace/symbol', { query: 'other' });
    assert.equal(symbols.length, 400);
    const memory = server.memory();
    if (memory !== undefined) assert.ok(memory < 600_000_000, `${Math.round(memory / 1e6)} MB`);
  });
});
