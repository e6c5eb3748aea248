/** The built server over stdio, like in an editor, with a probe that reports its resources. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ConfigurationRequest,
  createMessageConnection,
  DiagnosticRefreshRequest,
  RegistrationRequest,
  StreamMessageWriter,
  type InitializeParams,
  type MessageConnection,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { SERVER_ARGUMENTS } from '../../client/node/serverArguments';
import { messageReader } from '../support/server/messageReader';
import { Method, type EffectiveConfigurationResult, type InitializationOptions } from '../../common/protocol';

/** A server and its folder. */
export interface Subject {
  /** Path of the bundle. */
  readonly server: string;
  /** The folder is not modified. */
  readonly folder: string;
}

/** Resources used by a process so far; memory in bytes. */
export interface Usage {
  /** Current resident set. */
  readonly resident: number;
  readonly residentAfterCollection: number;
  /** Objects in use. */
  readonly heap: number;
  /** Processor time of all threads in milliseconds. */
  readonly processorTime: number;
}

/** Longest turn of the server's event loop in milliseconds. */
export interface LongestTurn {
  /** Elapsed time; on a busy machine, it includes the time of other programs. */
  readonly clock: number;
  readonly processor: number;
}

/** A client with those capabilities of VS Code's that affect the server's work: it pulls diagnostics and provides settings. */
export const CAPABILITIES = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: {
    hover: { contentFormat: ['markdown'] },
    diagnostic: {},
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    rename: { prepareSupport: true },
  },
} satisfies InitializeParams['capabilities'];

/** Processor time in a tenth of a second, in milliseconds. */
const IDLE = 5;

export class ServerProcess {
  private readonly versions = new Map<string, number>();
  private readonly texts = new Map<string, string>();
  private indexedAt: (time: number) => void = () => {};
  private refreshed: () => void = () => {};
  /** `performance.now()` when the server first reported that it knows the workspace's platforms. */
  private readonly indexed = new Promise<number>(resolve => (this.indexedAt = resolve));

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
    readonly folder: string,
  ) {
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
    connection.onRequest(RegistrationRequest.type, () => {});
    connection.onRequest(DiagnosticRefreshRequest.type, () => this.refreshed());
    connection.onNotification(Method.platformsChanged, () => this.indexedAt(performance.now()));
    // Errors of writing to an ended server are ignored, since the pending requests reject.
    connection.onError(() => {});
    connection.listen();
  }

  /** Starts a server without a folder. */
  static spawn({ server, folder }: Subject): ServerProcess {
    const probe = [...SERVER_ARGUMENTS, '--expose-gc', '--require', join(__dirname, 'usageProbe.cjs')];
    const child = spawn(process.execPath, [...probe, server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
    const { stdin, stdout } = child;
    if (!stdin || !stdout) throw new Error('The server has no pipes.');
    const connection = createMessageConnection(messageReader(stdout), new StreamMessageWriter(stdin));
    return new ServerProcess(child, connection, folder);
  }

  /** Opens the folder, which the server reads in the background. */
  async initialize(initializationOptions: InitializationOptions = {}): Promise<void> {
    const uri = pathToFileURL(this.folder).href;
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: basename(this.folder) }],
      capabilities: CAPABILITIES,
      initializationOptions: { platformsChanged: true, ...initializationOptions },
    });
    await this.connection.sendNotification('initialized', {});
  }

  /** `performance.now()` when everything was read. */
  whenIndexed(): Promise<number> {
    return this.indexed;
  }

  /** Resolves when the server next reports new diagnostics. */
  nextRefresh(): Promise<void> {
    return new Promise(resolve => (this.refreshed = resolve));
  }

  /** Resolves when the server is idle, after its background work. */
  async whenIdle(): Promise<void> {
    for (let before = await this.usage(); ;) {
      await new Promise(resolve => setTimeout(resolve, 100));
      const after = await this.usage();
      if (after.processorTime - before.processorTime < IDLE) return;
      before = after;
    }
  }

  /** @param file path relative to the folder */
  uriOf(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  /** Text of a document in the editor, or on disk. */
  textOf(file: string): string {
    return this.texts.get(file) ?? readFileSync(join(this.folder, file), 'utf8');
  }

  async open(file: string): Promise<void> {
    const text = this.textOf(file);
    this.versions.set(file, 1);
    this.texts.set(file, text);
    const languageId = file.endsWith('.tfvars') ? 'terraform-vars' : 'terraform';
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.uriOf(file), languageId, version: 1, text },
    });
  }

  /** Sends an edit; `text` is the document's text after it. */
  change(file: string, change: TextDocumentContentChangeEvent, text: string): Promise<void> {
    const version = (this.versions.get(file) ?? 0) + 1;
    this.versions.set(file, version);
    this.texts.set(file, text);
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uriOf(file), version },
      contentChanges: [change],
    });
  }

  async close(file: string): Promise<void> {
    this.texts.delete(file);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uriOf(file) } });
  }

  effectiveConfiguration(file: string): Promise<EffectiveConfigurationResult> {
    return this.request(Method.effectiveConfiguration, { textDocument: { uri: this.uriOf(file) } });
  }

  request<Result>(method: string, parameters: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, parameters);
  }

  /** @param garbage whether to collect garbage first, so that memory can be compared */
  usage(garbage: 'collected' | 'left' = 'left'): Promise<Usage> {
    return this.askProbe(garbage === 'collected' ? 'memory' : 'time');
  }

  /** The longest turn of the event loop while a promise is pending. */
  async longestTurn(work: () => Promise<unknown>): Promise<LongestTurn> {
    await this.askProbe('watch');
    await work();
    return this.askProbe('watched');
  }

  private async askProbe<T>(question: string): Promise<T> {
    const answer = once(this.child, 'message');
    this.child.send(question);
    const [result] = (await answer) as [T];
    return result;
  }

  /** Ends the server according to the protocol. */
  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await exited;
    this.connection.dispose();
  }
}
