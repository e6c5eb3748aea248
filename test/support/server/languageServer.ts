// A small LSP client over stdio for the built server, as another editor would be one. No test has to sleep: wait for what you
// expect (`diagnostics`, `notification`) and get an error with the server's stderr when it does not come.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
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

/** The server that `npm run build` writes. */
export const serverBundle = resolve(__dirname, '../../../dist/server.js');

export interface LanguageServerOptions {
  /** Absolute path of the folder that is opened; none when left out. */
  folder?: string;
  /** Several folders that are opened together, in place of `folder`. */
  folders?: readonly string[];
  /** Working folder of the server's process. */
  workingFolder?: string;
  /** What the client says it can; everything that the tests use when left out. */
  capabilities?: InitializeParams['capabilities'];
  initializationOptions?: unknown;
  /** What `workspace/configuration` answers for the section `kubestack`. */
  settings?: Record<string, unknown>;
  /** The language that the client asks for: `de`, `qps-ploc`. */
  locale?: string;
  /** Arguments of the server, in place of `--stdio`. */
  parameters?: string[];
  /** Whether `start` returns before the workspace has been read; answers about files that are not open may then be missing. */
  early?: boolean;
  /** Whether the checks are on; without it there are only the diagnostics of the syntax and the evaluator. */
  checks?: boolean;
  /** Whether the server runs as a user without access to the files; see {@link unprivilegedServer}. */
  unprivileged?: boolean;
  /** Milliseconds that a wait may take. */
  timeout?: number;
}

/** Capabilities of an ordinary modern client that takes pushed diagnostics. */
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

/** One running server. Make one with {@link LanguageServer.start}; end it with `stop` (or `kill`). */
export class LanguageServer {
  /** What the server said about itself. */
  initializeResult!: InitializeResult;
  /** Everything that the server has printed to stderr. */
  stderr = '';
  /** Ids of the capabilities that the server has registered, by method. */
  readonly registrations = new Map<string, unknown>();
  /** How often the server has asked to pull diagnostics again. */
  diagnosticRefreshes = 0;

  private readonly received: { method: string; parameters: unknown }[] = [];
  private readonly waiters = new Set<Waiter>();
  private readonly versions = new Map<string, number>();
  private readonly exited: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly connection: MessageConnection,
    private readonly options: LanguageServerOptions,
  ) {
    this.exited = new Promise(resolve => child.once('exit', code => resolve(code)));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    connection.onNotification((method: string, parameters: unknown) => this.receive(method, parameters));
    this.answerRequests();
  }

  /**
   * Starts the built server and initializes it.
   *
   * @throws Error when the server is not built, or does not answer `initialize`
   */
  static async start(options: LanguageServerOptions = {}): Promise<LanguageServer> {
    if (!existsSync(serverBundle)) throw new Error('dist/server.js is missing: run `npm run build`.');
    const { bundle, identity } = options.unprivileged ? unprivilegedServer() : { bundle: serverBundle, identity: {} };
    const child = spawn(process.execPath, [bundle, ...(options.parameters ?? ['--stdio'])], {
      stdio: 'pipe',
      ...identity,
      ...(options.workingFolder === undefined ? {} : { cwd: options.workingFolder }),
    });
    const connection = createMessageConnection(messageReader(child.stdout), new StreamMessageWriter(child.stdin));
    // A write to a server that has just ended is no error of its own: the requests that hang on it reject.
    connection.onError(() => {});
    child.stdin.on('error', () => {});
    const server = new LanguageServer(child, connection, options);
    connection.listen();
    await server.initialize();
    if (!options.early) await server.request('kubestack/platforms', {});
    return server;
  }

  private async initialize(): Promise<void> {
    const { folder, capabilities } = this.options;
    const folders = (this.options.folders ?? (folder === undefined ? [] : [folder])).map(workspaceFolder);
    this.initializeResult = await this.patiently(
      'the answer to initialize',
      this.connection.sendRequest(InitializeRequest.type, {
        processId: process.pid,
        rootUri: folders[0]?.uri ?? null,
        workspaceFolders: folders.length > 0 ? folders : null,
        capabilities: capabilities ?? ordinaryCapabilities,
        ...(this.options.locale === undefined ? {} : { locale: this.options.locale }),
        initializationOptions: this.initializationOptions,
      }),
    );
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Tests are about one thing: what the checks think of the rest of their texts does not belong there. */
  private withoutChecks<T>(settings: T): T {
    if (this.options.checks || typeof settings !== 'object' || settings === null) return settings;
    const off = Object.fromEntries(CHECKS.map(({ code }) => [code, 'off']));
    return { ...settings, checks: { ...off, ...(settings as { checks?: object }).checks } };
  }

  private get initializationOptions(): unknown {
    const options = this.options.initializationOptions;
    if (typeof options !== 'object' && options !== undefined) return options;
    const { settings = {}, ...others } = (options ?? {}) as { settings?: unknown };
    return { ...others, settings: this.withoutChecks(settings) };
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

  /** Changes an open document: a whole new text, or edits in LSP's terms. @returns the new version */
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

  /** Says that folders have been added to the window, or removed from it; absolute paths. */
  async foldersChanged(added: readonly string[], removed: readonly string[] = []): Promise<void> {
    const event = { added: added.map(workspaceFolder), removed: removed.map(workspaceFolder) };
    await this.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
  }

  /** Says that files on disk have changed. */
  async filesChanged(changes: FileEvent[]): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.request(HoverRequest.method, { textDocument: { uri }, position });
  }

  /** Any request: those of LSP by name, and ours (`Method` of common/protocol). */
  request<Result>(method: string, parameters: unknown): Promise<Result> {
    return this.patiently(`the answer to ${method}`, this.connection.sendRequest<Result>(method, parameters));
  }

  /**
   * Waits for a notification that matches, among those that have come and those that come.
   *
   * @throws Error when it does not come in time
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

  /** Waits until the diagnostics last pushed for a document match. */
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

  /** What has come of a notification. */
  notificationsOf(method: string): unknown[] {
    return this.received.filter(candidate => candidate.method === method).map(({ parameters }) => parameters);
  }

  /** Forgets what has come, so that the next wait is for something new. */
  forgetNotifications(method?: string): void {
    const kept = this.received.filter(candidate => method !== undefined && candidate.method !== method);
    this.received.splice(0, this.received.length, ...kept);
  }

  /** Ends the server as the protocol says. @returns its exit code, 0 when it does what the protocol says */
  async stop(): Promise<number | null> {
    await this.request(ShutdownRequest.method, undefined);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.patiently('the end of the server', this.exited);
    this.connection.dispose();
    return code;
  }

  /**
   * Sends messages that the server finds all at once, however busy the machine is. Not on Windows, where no process can be stopped.
   * @param send sends without waiting for an answer
   */
  async sendTogether(send: () => void): Promise<void> {
    this.child.kill('SIGSTOP');
    try {
      send();
      // Messages are written one after the other: with this one, all of them are.
      await this.connection.sendNotification(SetTraceNotification.type, { value: 'off' });
    } finally {
      this.child.kill('SIGCONT');
    }
  }

  /** Bytes of the machine's memory that the server has; undefined where the system does not say. */
  memory(): number | undefined {
    const status = `/proc/${this.child.pid ?? 0}/status`;
    const found = existsSync(status) ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8')) : null;
    return found ? Number(found[1]) * 1024 : undefined;
  }

  /** Ends the server at once, as a crash does. */
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

  /** Rejects when something does not come in time, or the server ends before it does. */
  private async patiently<T>(what: string, coming: Promise<T>): Promise<T> {
    const { timeout = 100_000 } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const fail = (reason: string): void => reject(new Error(`${what} did not come: ${reason}.\n${this.stderr}`));
      timer = setTimeout(() => fail(`waited ${timeout} ms`), timeout);
      // One turn later, as an answer that was sent before the end still counts.
      void this.exited.then(code => setImmediate(() => fail(`the server has ended with ${String(code)}`)));
    });
    try {
      return await Promise.race([coming, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
