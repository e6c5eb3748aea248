// Runs the browser bundle of the language server in a Node worker with the APIs of a web worker. The client has the files in memory, and delays
// reading them.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
} from 'vscode-languageserver-protocol/node';
import { MAX_FILES_AT_ONCE } from '../../../client/core/filesAtOnce';
import { ASSETS } from '../../../common/assets';
import type {
  ListedFolder,
  ListFoldersParams,
  ListFoldersResult,
  ReadFile,
  ReadFilesParams,
  ReadFilesResult,
} from '../../../common/clientFiles';
import { Method } from '../../../common/protocol';

const dist = resolve(__dirname, '../../../dist');
/** The script of the worker, which the client joins from these files. */
export const workerScript = (): string =>
  ['shared.js', 'browser/server.js'].map(name => readFileSync(join(dist, name), 'utf8')).join('');

/** APIs of web workers that have other names in Node. Network access is blocked, and attempts are reported as errors. */
const SCOPE = `
const { parentPort, workerData } = require('node:worker_threads');
const forbidden = name => function () { parentPort.postMessage({ forbidden: name }); throw new Error(name + ' is not allowed'); };
for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts']) globalThis[name] = forbidden(name);
globalThis.self = globalThis;
globalThis.addEventListener = () => {};
globalThis.postMessage = message => parentPort.postMessage(message);
parentPort.on('message', data => globalThis.onmessage?.({ data }));
for (const name of ['process', 'Buffer', 'setImmediate', 'require', 'module']) globalThis[name] = undefined;
(0, eval)(workerData);
`;

export interface WorkerServerOptions {
  /** Texts by path below `virtual://test`. */
  readonly files: Readonly<Record<string, string>>;
  /** Duration of each operation in milliseconds. */
  readonly latency: number;
}

export class WorkerServer {
  /** Network APIs that the worker tried to use. */
  readonly forbidden: string[] = [];
  /** Number of file operations. */
  operations = 0;
  readonly connection: MessageConnection;
  private readonly worker: Worker;
  private readonly folders = new Map<string, Map<string, 'file' | 'folder'>>();
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly options: WorkerServerOptions) {
    for (const path of Object.keys(options.files)) this.addPath(path);
    this.worker = new Worker(SCOPE, { eval: true, workerData: workerScript() });
    const assets = Object.fromEntries(ASSETS.map(name => [name, new Uint8Array(readFileSync(join(dist, name)))]));
    this.worker.postMessage(assets);
    this.connection = createMessageConnection(new Reader(this.worker, this.forbidden), new Writer(this.worker));
    this.connection.onRequest(Method.listFolders, (params: ListFoldersParams) => this.list(params));
    this.connection.onRequest(Method.readFiles, (params: ReadFilesParams) => this.read(params));
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  /** Starts the worker and initializes it. */
  static async start(options: WorkerServerOptions): Promise<WorkerServer> {
    const server = new WorkerServer(options);
    await server.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { hover: { contentFormat: ['markdown'] }, publishDiagnostics: {} },
      },
      workspaceFolders: [{ uri: 'virtual://test', name: 'test' }],
      initializationOptions: { servesFiles: true },
    });
    await server.connection.sendNotification('initialized', {});
    return server;
  }

  async stop(): Promise<void> {
    this.connection.dispose();
    await this.worker.terminate();
  }

  uri(path: string): string {
    return path === '' ? 'virtual://test' : `virtual://test/${path}`;
  }

  async open(path: string): Promise<void> {
    const textDocument = { uri: this.uri(path), languageId: 'terraform', version: 1, text: this.options.files[path] };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  private addPath(path: string): void {
    const steps = path.split('/');
    steps.forEach((name, index) => {
      const folder = this.uri(steps.slice(0, index).join('/'));
      const entries = this.folders.get(folder) ?? new Map<string, 'file' | 'folder'>();
      this.folders.set(folder, entries.set(name, index < steps.length - 1 ? 'folder' : 'file'));
    });
  }

  private async list({ uris }: ListFoldersParams): Promise<ListFoldersResult> {
    const listed = async (uri: string): Promise<ListedFolder> => {
      await this.operation();
      const entries = this.folders.get(uri);
      return entries ? { entries: [...entries].map(([name, kind]) => ({ name, kind })) } : null;
    };
    return { folders: await Promise.all(uris.map(listed)) };
  }

  private async read({ uris }: ReadFilesParams): Promise<ReadFilesResult> {
    const read = async (uri: string): Promise<ReadFile> => {
      // The extension requests the size first.
      await this.operation();
      await this.operation();
      const text = this.options.files[decodeURIComponent(uri).slice(this.uri('').length + 1)];
      return text === undefined ? null : { content: Buffer.from(text).toString('base64') };
    };
    return { files: await Promise.all(uris.map(read)) };
  }

  private async operation(): Promise<void> {
    this.operations++;
    if (this.running >= MAX_FILES_AT_ONCE) await new Promise<void>(next => this.waiting.push(next));
    else this.running++;
    await delay(this.options.latency);
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

class Reader extends AbstractMessageReader {
  constructor(
    private readonly worker: Worker,
    private readonly forbidden: string[],
  ) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    const listener = (data: Message | { forbidden: string }): void => {
      if ('forbidden' in data) this.forbidden.push(data.forbidden);
      else callback(data);
    };
    this.worker.on('message', listener);
    this.worker.on('error', error => this.fireError(error));
    return { dispose: () => void this.worker.off('message', listener) };
  }
}

class Writer extends AbstractMessageWriter {
  constructor(private readonly worker: Worker) {
    super();
  }

  write(message: Message): Promise<void> {
    this.worker.postMessage(message);
    return Promise.resolve();
  }

  end(): void {}
}
