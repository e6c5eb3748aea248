import * as assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  ExitNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  ShutdownRequest,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver-protocol/node';
import { messageReader } from '../support/server/messageReader';
import { serverBundle } from '../support/server/languageServer';

/** The minimal parameters of a client: no folders, no initializationOptions, no capabilities. */
async function converse(child: ChildProcess, connection: MessageConnection): Promise<void> {
  const ended = once(child, 'exit');
  connection.listen();
  const result = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  assert.equal(result.serverInfo?.name, 'kubestack-language-server');
  assert.deepEqual(await connection.sendRequest('kubestack/platforms', {}), { platforms: [] });
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.deepEqual(await ended, [0, null]);
  connection.dispose();
}

/** A socket server that the language server connects to. @returns the accepted socket */
async function accept(
  address: string | number,
  start: (server: ReturnType<typeof createServer>) => ChildProcess,
): Promise<[ChildProcess, Socket]> {
  const server = createServer();
  if (typeof address === 'number') server.listen(address, '127.0.0.1');
  else server.listen(address);
  await once(server, 'listening');
  const child = start(server);
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  return [child, socket];
}

const start = (parameter: string): ChildProcess =>
  spawn(process.execPath, [serverBundle, parameter], { cwd: tmpdir(), stdio: 'pipe' });

describe('a server started in any folder', () => {
  it('communicates over --stdio', async () => {
    const child = start('--stdio');
    await converse(child, createMessageConnection(messageReader(child.stdout!), new StreamMessageWriter(child.stdin!)));
  });

  it('communicates over --node-ipc', async () => {
    const child = fork(serverBundle, ['--node-ipc'], {
      cwd: tmpdir(),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await converse(child, createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child)));
  });

  it('communicates over --pipe', async () => {
    const name = `kubestack-test-${process.pid}`;
    const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
    const [child, socket] = await accept(path, () => start(`--pipe=${path}`));
    await converse(child, createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket)));
  });

  it('communicates over --socket', async () => {
    const [child, socket] = await accept(0, server => start(`--socket=${(server.address() as AddressInfo).port}`));
    await converse(child, createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket)));
  });
});

describe('a server whose client does not listen', () => {
  const ended = async (...parameters: string[]): Promise<{ code: number | null; error: string }> => {
    const child = spawn(process.execPath, [serverBundle, ...parameters], { cwd: tmpdir(), stdio: 'pipe' });
    let error = '';
    child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, error };
  };

  it('exits with 2 and prints the reason', async () => {
    for (const parameter of ['--socket=1', `--pipe=${join(tmpdir(), `kubestack-nobody-${process.pid}.sock`)}`]) {
      const { code, error } = await ended(parameter);
      assert.equal(code, 2, parameter);
      assert.ok(error.startsWith(`${parameter}: no process is listening there (`), error);
    }
  });

  it('exits with 2 for an invalid address', async () => {
    for (const parameter of [
      '--socket=0',
      '--socket=65536',
      '--socket=x',
      '--socket',
      '--pipe=',
      '--pipe',
      '--node-ipc',
    ]) {
      const { code, error } = await ended(parameter);
      assert.equal(code, 2, parameter);
      assert.ok(error.startsWith(parameter), error);
    }
  });
});
