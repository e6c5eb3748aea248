// A small LSP client over stdio for the built server. Tests wait for the expected messages (`diagnostics`, `notification`) instead of sleeping.
// If a message is not received in time, the error contains the server's stderr.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  SetTraceNotification,
  ShutdownRequest,
  ConfigurationRequest,
  StreamMessageWriter,
  UnregistrationRequest,
  WorkDoneProgressCreateRequest,
  type Diagnostic,
  type FileEvent,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
  type Position,
  type WorkspaceFolder,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { messageReader } from './messageReader';
import { unprivilegedServer } from './unprivilegedServer';
import { CHECKS } from '../../../server/checks/engine/registry';

/** The server that `npm run build` creates. */
export const serverBundle = resolve(__dirname, '../../../dist/server.js');

export interface LanguageServerOptions {
  /** Absolute path of the opened folder; by default, none. */
  folder?: string;
  /** Several opened folders, instead of `folder`. */
  folders?: readonly string[];
  /** Working folder of the server's process. */
  workingFolder?: string;
  /** The client's capabilities; by default, all that the tests use. */
  capabilities?: InitializeParams['capabilities'];
  initializationOptions?: unknown;
  /** Response to `workspace/configuration` for the section `kubestack`. */
  settings?: Record<string, unknown>;
  /** Requested language: `de`, `qps-ploc`. */
  locale?: string;
  /** Arguments of the server, instead of `--stdio`. */
  parameters?: string[];
  /** A file with the server's day, such as 2026-11-30; each change counts at the next midnight, which comes at once. */
  dayFile?: string;
  /** Whether `start` returns before the server has read the workspace. Responses can then lack information from closed files. */
  early?: boolean;
  /** Whether the checks are enabled; otherwise, there are only diagnostics of the parser and the evaluator. */
  checks?: boolean;
  /** Whether the server runs as a user without access to the files; see {@link unprivilegedServer}. */
  unprivileged?: boolean;
  /** Timeout of each wait, in milliseconds. */
  timeout?: number;
}

/** Capabilities of a modern client with pushed diagnostics. */
export const ordinaryCapabilities: InitializeParams['capabilities'] = {
  workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      versionSupport: true,
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

const workspaceFolder = (path: string): WorkspaceFolder => ({ uri: pathToFileURL(path).href, name: basename(path) });

interface Waiter {
  method: string;
  matches: (parameters: unknown) => boolean;
  resolve: (parameters: unknown) => void;
}

/** A running server. Create it with {@link LanguageServer.start}, and end it with `stop` or `kill`. */
export class LanguageServer {
  /** The server's response to `initialize`. */
  initializeResult!: InitializeResult;
  /** The server's output on stderr so far. */
  stderr = '';
  /** Ids of the registered capabilities by method. */
  readonly registrations = new Map<string, unknown>();
  /** Number of `workspace/diagnostic/refresh` requests from the server. */
  diagnosticRefreshes = 0;

  private readonly received: { method: string; parameters: unknown }[] = [];
  private readonly waiters = new Set<Waiter>();
  private readonly versions = new Map<string, number>();
  /** Absolute paths of the opened folders. */
  private folders: readonly string[];
  private readonly exited: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly connection: MessageConnection,
    private readonly options: LanguageServerOptions,
  ) {
    const { folder } = options;
    this.folders = options.folders ?? (folder === undefined ? [] : [folder]);
    this.exited = new Promise(resolve => child.once('exit', code => resolve(code)));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    connection.onNotification((method: string, parameters: unknown) => this.receive(method, parameters));
    this.answerRequests();
  }

  /**
   * Starts the built server and initializes it.
   *
   * @throws Error if the server is not built, or does not respond to `initialize`
   */
  static async start(options: LanguageServerOptions = {}): Promise<LanguageServer> {
    if (!existsSync(serverBundle)) throw new Error('dist/server.js is missing: run `npm run build`.');
    const { bundle, identity } = options.unprivileged ? unprivilegedServer() : { bundle: serverBundle, identity: {} };
    const { dayFile } = options;
    const clock = dayFile === undefined ? [] : ['--require', join(__dirname, 'nextDay.cjs')];
    const child = spawn(process.execPath, [...clock, bundle, ...(options.parameters ?? ['--stdio'])], {
      stdio: 'pipe',
      ...(dayFile === undefined ? {} : { env: { ...process.env, KUBESTACK_DAY_FILE: dayFile } }),
      ...identity,
      ...(options.workingFolder === undefined ? {} : { cwd: options.workingFolder }),
    });
    const connection = createMessageConnection(messageReader(child.stdout), new StreamMessageWriter(child.stdin));
    // Errors of writing to an ended server are ignored, since the pending requests reject.
    connection.onError(() => {});
    child.stdin.on('error', () => {});
    const server = new LanguageServer(child, connection, options);
    connection.listen();
    await server.initialize();
    if (!options.early) await server.request('kubestack/platforms', {});
    return server;
  }

  private async initialize(): Promise<void> {
    const { capabilities } = this.options;
    const folders = this.folders.map(workspaceFolder);
    this.initializeResult = await this.patiently(
      'the answer to initialize',
      this.connection.sendRequest(InitializeRequest.type, {
        // A server of another user can't find out whether this process is running, and would end.
        processId: this.options.unprivileged ? null : process.pid,
        rootUri: folders[0]?.uri ?? null,
        workspaceFolders: folders.length > 0 ? folders : null,
        capabilities: capabilities ?? ordinaryCapabilities,
        ...(this.options.locale === undefined ? {} : { locale: this.options.locale }),
        initializationOptions: this.initializationOptions,
      }),
    );
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Disables the checks, since their diagnostics are irrelevant for most tests. */
  private withoutChecks<T>(settings: T): T {
    if (this.options.checks || typeof settings !== 'object' || settings === null) return settings;
    const off = Object.fromEntries(CHECKS.map(({ code }) => [code, 'off']));
    return { ...settings, checks: { ...off, ...(settings as { checks?: object }).checks } };
  }

  private get initializationOptions(): unknown {
    const options = this.options.initializationOptions;
    if (typeof options !== 'object' && options !== undefined) return options;
    const { settings = {}, ...others } = (options ?? {}) as { settings?: unknown };
    return { platformsChanged: true, ...others, settings: this.withoutChecks(settings) };
  }

  private answerRequests(): void {
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ section }) => (section === 'kubestack' ? this.withoutChecks(this.options.settings ?? {}) : null)),
    );
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method, registerOptions } of registrations) this.registrations.set(method, registerOptions);
    });
    this.connection.onRequest(UnregistrationRequest.type, ({ unregisterations }) => {
      for (const { method } of unregisterations) this.registrations.delete(method);
    });
    this.connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});
    this.connection.onRequest(DiagnosticRefreshRequest.type, () => void this.diagnosticRefreshes++);
  }

  /** Opens a document. @param text its content; `version` starts at 1 */
  async open(uri: string, text: string, languageId = 'terraform'): Promise<void> {
    this.versions.set(uri, 1);
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  /** Changes an open document. @param change the new text, or LSP edits @returns the new version */
  async change(uri: string, change: string | TextDocumentContentChangeEvent[]): Promise<number> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    const contentChanges = typeof change === 'string' ? [{ text: change }] : change;
    const parameters = { textDocument: { uri, version }, contentChanges };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, parameters);
    return version;
  }

  async close(uri: string): Promise<void> {
    this.versions.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Notifies the server of added and removed workspace folders; absolute paths. */
  async foldersChanged(added: readonly string[], removed: readonly string[] = []): Promise<void> {
    this.folders = [...this.folders.filter(path => !removed.includes(path)), ...added];
    const event = { added: added.map(workspaceFolder), removed: removed.map(workspaceFolder) };
    await this.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
  }

  /** Notifies the server of changed files. */
  async filesChanged(changes: FileEvent[]): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.request(HoverRequest.method, { textDocument: { uri }, position });
  }

  /** Sends a request of LSP, or of `Method` in common/protocol. */
  request<Result>(method: string, parameters: unknown): Promise<Result> {
    return this.patiently(`the answer to ${method}`, this.connection.sendRequest<Result>(method, parameters));
  }

  /**
   * Waits for a matching notification; those that were already received count too.
   *
   * @throws Error if it is not received in time
   */
  notification<Parameters>(
    method: string,
    matches: (parameters: Parameters) => boolean = () => true,
  ): Promise<Parameters> {
    const earlier = this.received.findLast(
      candidate => candidate.method === method && matches(candidate.parameters as Parameters),
    );
    return earlier ? Promise.resolve(earlier.parameters as Parameters) : this.nextNotification(method, matches);
  }

  /** Waits until the last pushed diagnostics of a document match. */
  async diagnostics(uri: string, matches: (diagnostics: Diagnostic[]) => boolean = () => true): Promise<Diagnostic[]> {
    const { method } = PublishDiagnosticsNotification;
    const last = this.received
      .filter(candidate => candidate.method === method)
      .map(candidate => candidate.parameters as PublishDiagnosticsParams)
      .findLast(parameters => parameters.uri === uri);
    if (last && matches(last.diagnostics)) return last.diagnostics;
    const next = await this.nextNotification<PublishDiagnosticsParams>(
      method,
      parameters => parameters.uri === uri && matches(parameters.diagnostics),
    );
    return next.diagnostics;
  }

  private async nextNotification<Parameters>(
    method: string,
    matches: (parameters: Parameters) => boolean,
  ): Promise<Parameters> {
    let waiter: Waiter | undefined;
    const coming = new Promise<unknown>(resolve => {
      waiter = { method, matches: parameters => matches(parameters as Parameters), resolve };
      this.waiters.add(waiter);
    });
    try {
      return (await this.patiently(`the notification ${method}`, coming)) as Parameters;
    } finally {
      if (waiter) this.waiters.delete(waiter);
    }
  }

  /** Parameters of all received notifications with this method. */
  notificationsOf(method: string): unknown[] {
    return this.received.filter(candidate => candidate.method === method).map(({ parameters }) => parameters);
  }

  /** Discards the received notifications, so that the next wait is for a new one. */
  forgetNotifications(method?: string): void {
    const kept = this.received.filter(candidate => method !== undefined && candidate.method !== method);
    this.received.splice(0, this.received.length, ...kept);
  }

  /** Closes all documents and folders, and discards what the server has sent. */
  async closeAll(): Promise<void> {
    for (const uri of [...this.versions.keys()]) await this.close(uri);
    await this.foldersChanged([], this.folders);
    assert.deepEqual(await this.request('kubestack/platforms', {}), { platforms: [] });
    this.forgetNotifications();
    this.diagnosticRefreshes = 0;
  }

  /** Ends the server by `shutdown` and `exit`. @returns its exit code; 0 if it follows the protocol */
  async stop(): Promise<number | null> {
    await this.request(ShutdownRequest.method, undefined);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.patiently('the end of the server', this.exited);
    this.connection.dispose();
    return code;
  }

  /**
   * Sends messages that the server receives together, even on a busy machine. Not available on Windows, where processes can't be stopped.
   * @param send sends messages without waiting for responses
   */
  async sendTogether(send: () => void): Promise<void> {
    this.child.kill('SIGSTOP');
    try {
      send();
      // Messages are written in order, so all of them are written when this one is.
      await this.connection.sendNotification(SetTraceNotification.type, { value: 'off' });
    } finally {
      this.child.kill('SIGCONT');
    }
  }

  /** The server's resident memory in bytes; undefined if the system does not report it. */
  memory(): number | undefined {
    const status = `/proc/${this.child.pid ?? 0}/status`;
    const found = existsSync(status) ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8')) : null;
    return found ? Number(found[1]) * 1024 : undefined;
  }

  /** Kills the server, like a crash. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
    this.connection.dispose();
  }

  private receive(method: string, parameters: unknown): void {
    this.received.push({ method, parameters });
    for (const waiter of this.waiters) {
      if (waiter.method === method && waiter.matches(parameters)) waiter.resolve(parameters);
    }
  }

  /** Rejects if a promise is not fulfilled in time, or if the server ends before. */
  private async patiently<T>(what: string, coming: Promise<T>): Promise<T> {
    const { timeout = 100_000 } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const fail = (reason: string): void => reject(new Error(`${what} did not come: ${reason}.\n${this.stderr}`));
      timer = setTimeout(() => fail(`waited ${timeout} ms`), timeout);
      // Waits one turn, since a response that was sent before the end is still valid.
      void this.exited.then(code => setImmediate(() => fail(`the server has ended with ${String(code)}`)));
    });
    try {
      return await Promise.race([coming, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
