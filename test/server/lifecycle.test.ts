import * as assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  createMessageConnection,
  ErrorCodes,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  ResponseError,
  ShutdownRequest,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver-protocol/node';
import { messageReader } from '../support/server/messageReader';
import { clusterText } from '../support/server/clusterText';
import { LanguageServer, ordinaryCapabilities, serverBundle } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

describe("the server's life cycle", () => {
  let child: ChildProcess;
  let connection: MessageConnection;
  let ended: Promise<unknown[]>;

  beforeEach(() => {
    child = spawn(process.execPath, [serverBundle, '--stdio'], { stdio: 'pipe' });
    ended = once(child, 'exit');
    connection = createMessageConnection(messageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    connection.listen();
  });

  afterEach(() => {
    connection.dispose();
    child.kill('SIGKILL');
  });

  const initialize = (processId: number | null = null, capabilities = {}): Promise<unknown> =>
    connection.sendRequest(InitializeRequest.type, { processId, rootUri: null, capabilities });
  const hover = (): Promise<unknown> =>
    connection.sendRequest('textDocument/hover', {
      textDocument: { uri: 'file:///a.tf' },
      position: { line: 0, character: 0 },
    });
  const refusedWith = (code: number) => (error: unknown) => error instanceof ResponseError && error.code === code;

  it('starts with initialize: earlier requests are rejected, earlier notifications ignored', async () => {
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: 'file:///a.tf', languageId: 'terraform', version: 1, text: '' },
    });
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///a.tf', type: 1 }],
    });
    await assert.rejects(hover(), refusedWith(ErrorCodes.ServerNotInitialized));
    await assert.rejects(
      connection.sendRequest('kubestack/platforms', {}),
      refusedWith(ErrorCodes.ServerNotInitialized),
    );
    await initialize();
    assert.equal(await hover(), null);
  });

  it('is initialized once: a second request is rejected, and early and repeated notifications are ignored', async () => {
    const received: string[] = [];
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      received.push(...registrations.map(each => each.method));
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => void received.push(message));
    const workspace = { didChangeConfiguration: { dynamicRegistration: true } };
    await connection.sendNotification(InitializedNotification.type, {});
    const first = initialize(null, { workspace });
    await assert.rejects(initialize(), refusedWith(ErrorCodes.InvalidRequest));
    await first;
    await hover();
    assert.deepEqual(received, []);
    await connection.sendNotification(InitializedNotification.type, {});
    await connection.sendNotification(InitializedNotification.type, {});
    await connection.sendNotification('initialized', 5);
    await hover();
    await assert.rejects(initialize(), refusedWith(ErrorCodes.InvalidRequest));
    assert.deepEqual(received, [
      'workspace/didChangeConfiguration',
      "Ignored. The parameters of initialized don't match the protocol.",
    ]);
  });

  it('ends with code 0 after shutdown, in which it answers nothing more', async () => {
    await initialize();
    await connection.sendRequest(ShutdownRequest.type);
    await assert.rejects(hover(), refusedWith(ErrorCodes.InvalidRequest));
    await connection.sendNotification(ExitNotification.type);
    assert.deepEqual(await ended, [0, null]);
  });

  it('ends with code 1 on exit without shutdown', async () => {
    await initialize();
    await connection.sendNotification(ExitNotification.type);
    assert.deepEqual(await ended, [1, null]);
  });

  it('ends when the client closes the connection', async () => {
    await initialize();
    child.stdin!.end();
    const [code] = await ended;
    assert.equal(code, 1);
  });

  it('ends when the client dies without closing it', async function () {
    const client = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: 'pipe' });
    await initialize(client.pid);
    client.kill('SIGKILL');
    assert.deepEqual(await ended, [1, null]);
  });

  it('continues if the client rejects requests that it announced to support', async () => {
    connection.onRequest(RegistrationRequest.type, () => new ResponseError(ErrorCodes.InternalError, 'No.'));
    const workspace = {
      ...ordinaryCapabilities.workspace,
      diagnostics: { refreshSupport: true },
      didChangeConfiguration: { dynamicRegistration: true },
    };
    await initialize(null, { workspace, textDocument: { diagnostic: {} } });
    const warnings: unknown[] = [];
    const allSent = new Promise<void>(resolve =>
      connection.onNotification('window/logMessage', message => {
        // Two registrations, the settings, and the refresh after the first reading.
        if (warnings.push(message) === 4) resolve();
      }),
    );
    await connection.sendNotification(InitializedNotification.type, {});
    await allSent;
    assert.equal(await hover(), null);
  });

  it('answers an unknown request with an error, and ignores an unknown notification', async () => {
    await initialize();
    await connection.sendNotification('nobody/knows', {});
    await assert.rejects(connection.sendRequest('nobody/knows', {}), refusedWith(ErrorCodes.MethodNotFound));
    assert.equal(await hover(), null);
  });
});

describe('unusual requests', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'cluster.tf': clusterText('name_prefix = "gc0"') });
    server = await LanguageServer.start({ folder: folder.path });
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    folder.delete();
  });

  it('for missing positions and files are answered with nothing', async () => {
    const uri = folder.uri('cluster.tf');
    for (const [line, character] of [
      [999, 0],
      [0, 999],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ] as const) {
      assert.equal(await server.hover(uri, { line, character }), null);
    }
    for (const other of [
      folder.uri('nowhere.tf'),
      'file:///',
      'untitled:Untitled-1',
      'git:/a/b.tf?ref',
      'nonsense',
      '',
    ]) {
      assert.equal(await server.hover(other, { line: 0, character: 0 }), null);
      assert.deepEqual(await server.request('kubestack/effectiveConfiguration', { textDocument: { uri: other } }), {
        modules: [],
      });
      const { text } = await server.request<{ text: string }>('kubestack/effectiveDocument', {
        uri: other,
        environment: 'ops',
      });
      assert.equal(text, '# No Kubestack module found.\n');
    }
  });

  it('may be cancelled, and the next one is answered', async () => {
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const source = new CancellationTokenSource();
    const cancelled = server.connection.sendRequest('kubestack/platforms', {}, source.token).catch(() => undefined);
    source.cancel();
    await cancelled;
    const { platforms } = await server.request<{ platforms: unknown[] }>('kubestack/platforms', {});
    assert.equal(platforms.length, 1);
  });

  it("may use another notation of a document's URI", async () => {
    const odd = folder.uri('cluster.tf').replace('cluster', 'cl%75ster');
    await server.open(odd, clusterText('name_prefix = "odd"'));
    const { modules } = await server.request<{
      modules: { location: { uri: string }; environments: Record<string, { value: unknown }[]> }[];
    }>('kubestack/effectiveConfiguration', { textDocument: { uri: folder.uri('cluster.tf') } });
    assert.equal(modules[0]?.environments.apps?.[0]?.value, 'odd');
    assert.equal(modules[0]?.location.uri, odd);
    assert.deepEqual(await server.diagnostics(odd), []);
  });
});
