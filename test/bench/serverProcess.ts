/** The built server over stdio, as an editor runs it, with a probe that tells what it uses. */
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

/** A server and the folder that it is given. */
export interface Subject {
  /** Path of the bundle. */
  readonly server: string;
  /** Nothing in it is written. */
  readonly folder: string;
}

/** What a process has used so far; memory in bytes. */
export interface Usage {
  /** Resident set as it was when asked. */
  readonly resident: number;
  readonly residentAfterCollection: number;
  /** Objects that are in use. */
  readonly heap: number;
  /** Milliseconds, of all its threads. */
  readonly processorTime: number;
}

/** Longest turn of the server's event loop, in milliseconds: nothing else was done in it. */
export interface LongestTurn {
  /** By the clock: on a busy machine other programs are in it. */
  readonly clock: number;
  readonly processor: number;
}

/** A client that does what VS Code's does where it costs the server something: it pulls diagnostics and answers for settings. */
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

/** Milliseconds of processor time in a tenth of a second. */
const IDLE = 5;

export class ServerProcess {
  private readonly versions = new Map<string, number>();
  private readonly texts = new Map<string, string>();
  private indexedAt: (time: number) => void = () => {};
  private refreshed: () => void = () => {};
  /** When the server said, for the first time, that it knows the workspace's platforms: `performance.now()`. */
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
    // A write to a server that ends is no error of its own.
    connection.onError(() => {});
    connection.listen();
  }

  /** Starts a server; it knows of no folder yet. */
  static spawn({ server, folder }: Subject): ServerProcess {
    const probe = [...SERVER_ARGUMENTS, '--expose-gc', '--require', join(__dirname, 'usageProbe.cjs')];
    const child = spawn(process.execPath, [...probe, server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
    const { stdin, stdout } = child;
    if (!stdin || !stdout) throw new Error('The server has no pipes.');
    const connection = createMessageConnection(messageReader(stdout), new StreamMessageWriter(stdin));
    return new ServerProcess(child, connection, folder);
  }

  /** Opens the folder. The server reads it in the background. */
  async initialize(initializationOptions: InitializationOptions = {}): Promise<void> {
    const uri = pathToFileURL(this.folder).href;
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: basename(this.folder) }],
      capabilities: CAPABILITIES,
      initializationOptions,
    });
    await this.connection.sendNotification('initialized', {});
  }

  /** When everything was read: `performance.now()`. */
  whenIndexed(): Promise<number> {
    return this.indexed;
  }

  /** When the server says, from now on, that there are new diagnostics. */
  nextRefresh(): Promise<void> {
    return new Promise(resolve => (this.refreshed = resolve));
  }

  /** When the server has done what it does while nobody asks: it hardly uses the processor any more. */
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

  /** Text of a document as it is in the editor, or on disk. */
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

  /** @param garbage whether to collect it first, so that memory can be compared */
  usage(garbage: 'collected' | 'left' = 'left'): Promise<Usage> {
    return this.askProbe(garbage === 'collected' ? 'memory' : 'time');
  }

  /** The longest turn of the event loop while something goes on. */
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

  /** Ends the server as the protocol says. */
  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await exited;
    this.connection.dispose();
  }
}
