/** LSP wiring: receives documents and settings, and registers each feature in one line. The only file that knows the transport. */
import { t } from '../../common/localization';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  RegistrationRequest,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { refusalReason, type ReadRefusal } from '../../common/refusal';
import { visibleText } from '../../common/visibleText';
import { createRequestScheduler, type RequestScheduler } from './requestScheduler';
import { registerDiagramHandlers } from './handlers/diagramHandlers';
import { registerMatrixHandlers } from './handlers/matrixHandlers';
import { editAbilities } from '../edits/workspaceEdit';
import { effectiveConfiguration } from '../features/effective/effectiveConfiguration';
import { effectiveDocument } from '../features/effective/effectiveDocument';
import { platforms } from '../features/effective/platforms';
import { DEFAULT_SETTINGS, readSettings, type Settings } from '../semantics/settings';
import type { RequestContext } from '../semantics/requestContext';
import { CODE_ACTION_CAPABILITIES, registerCodeActionHandlers } from './handlers/codeActionHandlers';
import { supportsRefresh, diagnosticCapabilities, DiagnosticsDelivery } from './diagnosticsDelivery';
import { idleEffects } from './idleEffects';
import { formattingSupport, registerFormattingHandlers } from './handlers/formattingHandlers';
import { displayCapabilities, displayRefreshes, registerDisplayHandlers } from './handlers/displayHandlers';
import { precompute } from '../features/precompute';
import { registerNavigationHandlers, NAVIGATION_CAPABILITIES } from './handlers/navigationHandlers';
import { registerRenameHandlers, RENAME_CAPABILITIES } from './handlers/renameHandlers';
import { listenForRefused } from './parameterShapes';
import type { HandlerContext } from './handlerContext';
import { registerStagedChangeHandlers } from './handlers/stagedChangeHandlers';
import { registerReviewHandlers } from './handlers/reviewHandlers';
import { registerScaffoldHandlers } from './handlers/scaffoldHandlers';
import { failureText } from '../../common/failureText';
import { clientFiles } from './clientFiles';
import { isHandledByOtherExtension } from './coexistence';
import { OpenDocuments } from './openDocuments';
import { PlatformResults } from './platformResults';
import {
  Method,
  type EffectiveConfigurationParams,
  type EffectiveDocumentParams,
  type InitializationOptions,
  type PlatformsDelta,
  type PlatformsParams,
  type PlatformsResult,
} from '../../common/protocol';
import type { Lifecycle } from '../kubestack/lifecycle/lifecycle';
import { lifecycleIn } from '../kubestack/lifecycle/readLifecycle';
import { useLanguage } from '../language';
import { grammarOnDemand } from '../syntax/incremental/grammar';
import { openSession, type ServerRuntime, type Session } from '../session';
import { textFileRegistrations } from './textFileRegistrations';
import { noteMessage, runCooperatively } from '../scheduling/runCooperatively';
import { fsPathOf, normalizeUri } from '../workspace/uri';
import { registerCompletionHandlers, COMPLETION_CAPABILITIES } from './handlers/completionHandlers';
import { SentSides } from '../review/sentSides';

/** Delay before notifying others of a change, in milliseconds. */
const QUIET_TIME_MS = 120;
/** After this further time, the effects of changes are computed: a second of work for a document, which typing would repeat. */
const EFFECTS_QUIET_TIME_MS = 400;
const DAY_MS = 86_400_000;
/** Watches all files: a moved or deleted folder is reported as one path, and functions read files of any name. */
const WATCHED = '**/*';

declare const KUBESTACK_VERSION: string | undefined;

/**
 * Registers the handlers of requests that web workers don't answer, to keep their script small.
 * @param roots folders of the workspace
 */
export type RegisterMore = (context: HandlerContext, roots: () => readonly string[]) => void;

/**
 * Serves a connection until it is closed.
 * @param connection created with `CONNECTION_OPTIONS` of parameterShapes.ts
 */
export function serve(connection: Connection, runtime: ServerRuntime, registerMore?: RegisterMore): void {
  new Server(connection, runtime, registerMore).listen();
}

class Server {
  private phase: 'waiting' | 'opening' | 'serving' | 'ended' = 'waiting';
  /** Whether the notification `initialized` has arrived. */
  private isInitialized = false;
  private hasStarted = false;
  private session!: Session;
  private documents!: OpenDocuments;
  private settings: Settings = DEFAULT_SETTINGS;
  private capabilities: InitializeParams['capabilities'] = {};
  private options: InitializationOptions = {};
  private quietTimer: ReturnType<typeof setTimeout> | undefined;
  private effectsTimer: ReturnType<typeof setTimeout> | undefined;
  private dayTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly lifecycle: () => Lifecycle | undefined;
  private readonly platformResults = new PlatformResults();
  private readonly answers: RequestScheduler;
  private readonly handlerContext: HandlerContext;
  private readonly delivery: DiagnosticsDelivery;
  private readonly prepareEffects: () => Promise<void>;

  constructor(
    private readonly connection: Connection,
    private readonly runtime: ServerRuntime,
    private readonly registerMore: RegisterMore | undefined,
  ) {
    this.lifecycle = lifecycleIn(runtime.readAsset, runtime.today);
    this.answers = createRequestScheduler({
      requireServing: () => this.requireServing(),
      session: () => this.session,
      request: () => this.request(),
      logFailure: (what, error) => this.logFailure(what, error),
    });
    this.handlerContext = {
      connection,
      capabilities: () => this.capabilities,
      options: () => this.options,
      sentSides: new SentSides(),
      ...this.answers,
    };
    this.delivery = new DiagnosticsDelivery(this.handlerContext, {
      request: () => this.request(),
      documents: () => this.documents,
      isServing: () => this.phase === 'serving',
      attempt: request => this.attempt(request),
    });
    this.prepareEffects = idleEffects({
      forecaster: runtime.forecaster,
      uris: () => [...this.documents.all()].map(({ uri }) => uri),
      request: () => this.request(),
      revision: () => (this.phase === 'serving' ? this.session.workspace.revision : undefined),
      changed: () => void this.delivery.deliverPlatforms(),
    });
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize(params => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onDidChangeConfiguration(() => this.readConfiguration());
    connection.onDidOpenTextDocument(({ textDocument }) => {
      this.changed(() => this.documents.open(textDocument));
      if (this.hasStarted) void this.prepareEffects();
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) =>
      this.changed(() => this.documents.change(textDocument, contentChanges)),
    );
    connection.onDidCloseTextDocument(({ textDocument }) => this.closed(textDocument.uri));
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.changed(() => this.session.filesChanged(changes.map(({ uri }) => uri))),
    );
    registerNavigationHandlers(this.handlerContext);
    registerDisplayHandlers(this.handlerContext, this.runtime.forecaster);
    registerCompletionHandlers(this.handlerContext, this.runtime.readAsset);
    registerFormattingHandlers(this.handlerContext);
    registerRenameHandlers(this.handlerContext);
    registerScaffoldHandlers(this.handlerContext);
    this.registerMore?.(this.handlerContext, () => this.session.workspaceFolders);
    registerStagedChangeHandlers(this.handlerContext);
    registerReviewHandlers(this.handlerContext, this.runtime.forecaster);
    registerDiagramHandlers(this.handlerContext);
    registerMatrixHandlers(this.handlerContext);
    registerCodeActionHandlers(this.handlerContext, this.runtime.forecaster);
    connection.languages.diagnostics.on(({ textDocument }, token) => this.delivery.pull(textDocument.uri, token));
    connection.languages.diagnostics.onWorkspace((params, token, _progress, partialResults) => {
      this.requireServing();
      return this.delivery.pullWorkspace(params, partialResults !== undefined, token);
    });
    connection.onRequest<PlatformsResult | PlatformsDelta, void>(
      Method.platforms,
      (params: PlatformsParams | null, token: CancellationToken) => this.platforms(params?.previousResultId, token),
    );
    connection.onRequest(Method.effectiveConfiguration, ({ textDocument, module }: EffectiveConfigurationParams) =>
      this.answers.interactive(s => effectiveConfiguration(s, normalizeUri(textDocument.uri), module), { modules: [] }),
    );
    connection.onRequest(
      Method.effectiveDocument,
      ({ uri, environment }: EffectiveDocumentParams, token: CancellationToken) =>
        this.answers.restartOnChange(
          s => effectiveDocument(s, normalizeUri(uri), environment),
          { text: '', lines: [] },
          token,
        ),
    );
    listenForRefused(connection);
    connection.onShutdown(() => this.shutdown());
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    // Source: LSP, "the initialize request may only be sent once".
    if (this.phase !== 'waiting')
      throw new ResponseError(ErrorCodes.InvalidRequest, t('The server has already been initialized.'));
    this.phase = 'opening';
    useLanguage(params.locale, this.runtime.readAsset);
    this.capabilities = params.capabilities;
    this.options = (params.initializationOptions as InitializationOptions | undefined) ?? {};
    this.settings = readSettings(this.options.settings);
    const folders = params.workspaceFolders?.map(folder => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    const options = {
      refused: (uri: string, refusal: ReadRefusal): void =>
        this.connection.console.warn(visibleText(t("{0} can't be read: {1}.", fsPathOf(uri), refusalReason(refusal)))),
      failed: (what: string, error: unknown): void => this.logFailure(what, error),
      onRead: (): void => this.changed(() => undefined),
    };
    const source = this.options.servesFiles ? clientFiles(this.connection) : undefined;
    this.session = openSession(this.runtime, folders, options, source);
    const grammar = grammarOnDemand(this.runtime.readAsset, error => this.logFailure('The grammar is missing', error));
    this.documents = new OpenDocuments(this.session, grammar);
    this.phase = 'serving';
    return {
      serverInfo: {
        name: 'kubestack-language-server',
        version: typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development',
      },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        ...COMPLETION_CAPABILITIES,
        ...NAVIGATION_CAPABILITIES,
        ...RENAME_CAPABILITIES,
        ...CODE_ACTION_CAPABILITIES,
        ...displayCapabilities(this.options),
        ...formattingSupport(this.options.alongside ?? []).capabilities,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...diagnosticCapabilities(params.capabilities),
      },
    };
  }

  private async initialized(): Promise<void> {
    // Source: LSP, notifications before the answer to `initialize` are dropped, and this one is sent only once.
    if (this.phase !== 'serving' || this.isInitialized) return;
    this.isInitialized = true;
    const { workspace } = this.capabilities;
    if (workspace?.workspaceFolders) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.changed(() =>
          this.session.foldersChanged(
            added.map(each => each.uri),
            removed.map(each => each.uri),
          ),
        ),
      );
    }
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      this.attempt(this.connection.client.register(DidChangeConfigurationNotification.type, { section: 'kubestack' }));
    }
    if (
      workspace?.didChangeWatchedFiles?.dynamicRegistration &&
      !this.options.watchesFiles &&
      !this.options.servesFiles
    ) {
      this.attempt(
        this.connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: WATCHED }],
        }),
      );
    }
    // Folders may be in virtual file systems.
    const schemes = [...new Set(['file', ...this.session.workspaceFolders.map(uri => uri.slice(0, uri.indexOf(':')))])];
    const registrations = [
      ...formattingSupport(this.options.alongside ?? [], schemes).registrations,
      ...textFileRegistrations(this.capabilities, schemes),
    ];
    if (registrations.length > 0)
      this.attempt(this.connection.sendRequest(RegistrationRequest.type, { registrations }));
    await this.readConfiguration();
    await this.session.whenRead();
    this.runtime.onRead?.();
    this.publishChanges();
    this.publishDaily();
    await runCooperatively(precompute(this.request()), 'idle', () => this.phase === 'serving');
    this.hasStarted = true;
    this.runtime.onStarted?.();
  }

  /** Findings about support dates change at midnight, also without an edit. */
  private publishDaily(): void {
    const untilMidnight = DAY_MS - (Date.now() % DAY_MS);
    this.dayTimer = setTimeout(() => {
      this.changed(() => undefined);
      this.publishDaily();
    }, untilMidnight);
    // Does not keep a process running. Timers of web workers are numbers.
    if (typeof this.dayTimer === 'object') this.dayTimer.unref();
  }

  private request(): RequestContext {
    const formats = this.capabilities.textDocument?.hover?.contentFormat;
    return {
      model: this.session.model,
      settings: this.settings,
      lifecycle: this.lifecycle(),
      refusedArguments: this.runtime.forecaster?.refusedArguments,
      client: {
        markdown: formats === undefined || formats.includes('markdown'),
        linkedCommands: this.options.commands ?? [],
        canRefreshDiagnostics: supportsRefresh(this.capabilities),
        failed: (what, error) => this.logFailure(what, error),
        servedByOtherExtension: uri =>
          isHandledByOtherExtension(this.documents.languageOf(uri), this.options.alongside ?? []),
        clientUri: uri => this.documents.clientUri(uri),
        documentVersion: uri => this.documents.versionOf(uri),
        edits: editAbilities(this.capabilities.workspace, this.options),
      },
    };
  }

  private async platforms(
    previousId: string | undefined,
    token: CancellationToken,
  ): Promise<PlatformsResult | PlatformsDelta> {
    const result = await this.answers.restartOnChange(platforms, { platforms: [] }, token);
    return previousId === undefined ? result : this.platformResults.since(previousId, result.platforms);
  }

  private logFailure(what: string, error: unknown): void {
    this.connection.console.error(failureText(what, error));
  }

  /** Sends an optional request to the client. */
  private attempt(request: Promise<unknown>): void {
    request.catch((error: unknown) =>
      this.connection.console.warn(t('The client refused a request: {0}', messageOf(error))),
    );
  }

  private requireServing(): void {
    noteMessage();
    if (this.phase === 'waiting' || this.phase === 'opening')
      throw new ResponseError(ErrorCodes.ServerNotInitialized, t('The server has not been initialized.'));
    if (this.phase === 'ended') throw new ResponseError(ErrorCodes.InvalidRequest, t('The server has been shut down.'));
  }

  /** @param change returns false if nothing has changed */
  private changed(change: () => boolean | void): void {
    noteMessage();
    if (this.phase !== 'serving') return;
    try {
      if (change() === false) return;
    } catch (error) {
      this.logFailure(t('A change could not be processed'), error);
    }
    clearTimeout(this.quietTimer);
    clearTimeout(this.effectsTimer);
    this.quietTimer = setTimeout(() => void this.session.whenRead().then(() => this.publishChanges()), QUIET_TIME_MS);
  }

  private closed(uri: string): void {
    this.changed(() => {
      this.delivery.closed(uri);
      this.documents.close(uri);
    });
  }

  /** After a delay, sends diagnostics and notifies views of platforms. */
  private publishChanges(): void {
    if (this.options.platformsChanged === true) void this.connection.sendNotification(Method.platformsChanged);
    for (const method of displayRefreshes(this.handlerContext)) this.attempt(this.connection.sendRequest(method));
    void this.delivery.deliverPlatforms();
    clearTimeout(this.effectsTimer);
    this.effectsTimer = setTimeout(() => void this.prepareEffects(), EFFECTS_QUIET_TIME_MS);
  }

  private async readConfiguration(): Promise<void> {
    if (!this.capabilities.workspace?.configuration) return;
    try {
      const answered: unknown = await this.connection.workspace.getConfiguration('kubestack');
      this.settings = readSettings(answered ?? this.options.settings);
    } catch (error) {
      this.connection.console.warn(t('Settings could not be read: {0}', messageOf(error)));
    }
    this.changed(() => undefined);
  }

  private shutdown(): void {
    if (this.phase !== 'serving') return;
    this.phase = 'ended';
    this.delivery.end();
    clearTimeout(this.dayTimer);
    clearTimeout(this.quietTimer);
    clearTimeout(this.effectsTimer);
    this.session.indexer.stop();
    this.documents.dispose();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
