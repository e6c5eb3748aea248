import * as vscode from 'vscode';
import type { CodeAction, Location, WorkspaceEdit } from 'vscode-languageserver-types';
import type {
  BaseLanguageClient,
  CloseAction,
  CodeActionParams,
  ErrorHandler,
  LanguageClientOptions,
} from 'vscode-languageclient';
import {
  Method,
  type CompareConfigurationsParams,
  type OverlaysParams,
  type OverlaysResult,
  type Comparison,
  type EffectiveConfigurationParams,
  type EffectiveConfigurationResult,
  type EffectiveDocumentParams,
  type EffectiveDocumentResult,
  type FixAllParams,
  type FixAllResult,
  type InitializationOptions,
  type PlatformsParams,
  type PlatformsDelta,
  type ScaffoldParams,
  type ScaffoldResult,
} from '../../common/protocol';
import { completeStep } from './completeStep';
import { Command, LANGUAGES, PROGRAM_COMMANDS, TERRAFORM_EXTENSIONS } from './ids';
import { errorMessage } from './errorMessage';
import { confirmedRename } from './renameConfirmation';
import { hasOnlyVirtualFolders, hasVirtualFolder, servedSchemes } from './servedSchemes';
import type { LaunchedServer, ServerLauncher } from './serverLauncher';
import { watchers } from './watchedFiles';
import { serveFiles } from './workspaceFiles';
import { TraceChannel } from './traceChannel';
import { showError } from './messages';

/** `off` until it is started; `failed` when it can't be started, or crashed too often to be restarted automatically. */
export type ServerState = 'off' | 'starting' | 'ready' | 'failed';

/** LSP's error code for an answer outdated by a change, and how often such a request is retried. */
const CONTENT_MODIFIED = -32801;
const ATTEMPTS_AT_MOST = 5;

/** Maximum number of automatic restarts within three minutes. */
const RESTARTS_BY_ITSELF = 4;

/**
 * The language server: starts it, keeps it running, and sends the project's own requests. The protocol library is not loaded before
 * `start`.
 */
export class LanguageServerClient implements vscode.Disposable {
  private readonly stateChanged = new vscode.EventEmitter<ServerState>();
  private readonly platformsChanged = new vscode.EventEmitter<void>();
  private readonly trace: TraceChannel;
  private readonly listeners: vscode.Disposable;
  private watchers: vscode.FileSystemWatcher[] = [];
  private launched: LaunchedServer | undefined;
  private servesFiles = false;
  private alongside: string[] = [];
  private current: ServerState = 'off';
  private failureShown = false;
  private attempts = 0;
  private progressTokens = 0;
  private restarting: Promise<void> | undefined;

  /**
   * @param launcher how the server is started.
   * @param output where the server's log goes.
   */
  constructor(
    private readonly launcher: ServerLauncher,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.trace = new TraceChannel(output);
    this.listeners = vscode.Disposable.from(
      vscode.extensions.onDidChange(() => void this.followExtensions()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.followFolders()),
    );
  }

  readonly onDidChangeState = this.stateChanged.event;

  /** The server says that its answer to `platforms` may have changed. */
  readonly onDidChangePlatforms = this.platformsChanged.event;

  get state(): ServerState {
    return this.current;
  }

  /** Starts the server. Never rejects: an error sets the state `failed` and shows a message. */
  async start(): Promise<void> {
    const attempt = ++this.attempts;
    this.failureShown = false;
    this.setState('starting');
    try {
      const server = await this.createClient();
      // Another call has started it meanwhile, or the client was disposed.
      if (attempt !== this.attempts) return;
      this.launched = server;
      await server.client.start();
    } catch (error) {
      if (attempt !== this.attempts) return;
      this.output.error(`The language server can't be started: ${errorMessage(error)}`);
      this.fail();
    }
  }

  /** Starts the server unless it was started before. */
  async startOnce(): Promise<void> {
    if (this.current === 'off') await this.start();
  }

  /** Ends the running server, if any, and starts a new one. Concurrent calls restart it once. */
  async restart(): Promise<void> {
    this.restarting ??= this.stop()
      .then(() => this.start())
      .finally(() => (this.restarting = undefined));
    await this.restarting;
  }

  /**
   * `kubestack/platforms`. Like the other requests, waits for the server to be ready and rejects when it can't be.
   *
   * @param previousResultId of the last answer; '' when there is none.
   */
  async platforms(previousResultId: string): Promise<PlatformsDelta> {
    return this.request<PlatformsParams, PlatformsDelta>(Method.platforms, { previousResultId });
  }

  /** `kubestack/effectiveConfiguration` */
  async effectiveConfiguration(
    params: EffectiveConfigurationParams,
    token?: vscode.CancellationToken,
  ): Promise<EffectiveConfigurationResult> {
    return this.request(Method.effectiveConfiguration, params, token);
  }

  /** `kubestack/effectiveDocument` */
  async effectiveDocument(
    params: EffectiveDocumentParams,
    token?: vscode.CancellationToken,
  ): Promise<EffectiveDocumentResult> {
    return this.request(Method.effectiveDocument, params, token);
  }

  /** `kubestack/compareConfigurations`. Repeats the request while the workspace changes. */
  async compareConfigurations(
    params: CompareConfigurationsParams,
    token?: vscode.CancellationToken,
  ): Promise<Comparison> {
    const answer = await this.settled<Comparison>(Method.compareConfigurations, params, token);
    if (answer) return answer;
    throw new Error(vscode.l10n.t("The revisions can't be compared. See the output for details."));
  }

  /** `kubestack/overlays`. Repeats the request while the workspace changes. */
  async overlays(params: OverlaysParams, token?: vscode.CancellationToken): Promise<OverlaysResult> {
    const answer = await this.settled<OverlaysResult>(Method.overlays, params, token);
    if (answer) return answer;
    throw new Error(vscode.l10n.t("The platform services can't be read. See the output for details."));
  }

  /** Repeats a request while the workspace changes. */
  private async settled<Answer>(
    method: string,
    params: object,
    token?: vscode.CancellationToken,
  ): Promise<Answer | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.request<object, Answer | null>(method, params, token);
      } catch (error) {
        if ((error as { code?: unknown }).code !== CONTENT_MODIFIED || attempt === ATTEMPTS_AT_MOST) throw error;
      }
    }
  }

  /** `kubestack/fixAll`, ready to be applied; refused by the editor where a document has changed since. */
  async fixAll(params: FixAllParams, token?: vscode.CancellationToken): Promise<vscode.WorkspaceEdit> {
    const { edit } = await this.request<FixAllParams, FixAllResult>(Method.fixAll, params, token);
    const client = await this.ready(token);
    return (await client.protocol2CodeConverter.asWorkspaceEdit(edit, token)) ?? new vscode.WorkspaceEdit();
  }

  /** What the server offers at the start of a location, as code actions without their edits. */
  async codeActions(
    { uri, range }: Location,
    only: readonly string[],
    token?: vscode.CancellationToken,
  ): Promise<CodeAction[]> {
    const params: CodeActionParams = {
      textDocument: { uri },
      range: { start: range.start, end: range.start },
      context: { diagnostics: [], only: [...only] },
    };
    return (await this.request<CodeActionParams, CodeAction[] | null>('textDocument/codeAction', params, token)) ?? [];
  }

  /** Resolves the edit of one of `codeActions`; undefined where the server has shown an error instead. */
  async editOf(action: CodeAction): Promise<vscode.WorkspaceEdit | undefined> {
    const { edit } = await this.request<CodeAction, CodeAction>('codeAction/resolve', action);
    const client = await this.ready();
    return client.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  /**
   * `kubestack/scaffold`
   *
   * @param onProgress called with the progress in percent.
   */
  async scaffold(
    params: ScaffoldParams,
    token?: vscode.CancellationToken,
    onProgress?: (percentage: number) => void,
  ): Promise<ScaffoldResult> {
    if (!onProgress) return this.request(Method.scaffold, params, token);
    const { WorkDoneProgress } = await import('vscode-languageclient');
    const client = await this.ready(token);
    const workDoneToken = `scaffold ${++this.progressTokens}`;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, value => {
      if (value.kind === 'report' && value.percentage !== undefined) onProgress(value.percentage);
    });
    try {
      return await this.request<ScaffoldParams, ScaffoldResult>(Method.scaffold, { ...params, workDoneToken }, token);
    } finally {
      listener.dispose();
    }
  }

  /** Any request of common/protocol.ts. Waits for the server to be ready, and rejects when it can't be. */
  async request<P, R>(method: string, params: P, token?: vscode.CancellationToken): Promise<R> {
    const client = await this.ready(token);
    return token ? client.sendRequest<R>(method, params, token) : client.sendRequest<R>(method, params);
  }

  dispose(): void {
    void this.stop();
    vscode.Disposable.from(this.listeners, ...this.watchers).dispose();
    this.trace.dispose();
    this.stateChanged.dispose();
    this.platformsChanged.dispose();
  }

  private async ready(token?: vscode.CancellationToken): Promise<BaseLanguageClient> {
    if (this.current === 'off' || this.current === 'starting') {
      const listeners: vscode.Disposable[] = [];
      await new Promise<void>(resolve => {
        listeners.push(this.onDidChangeState(state => (state === 'starting' ? undefined : resolve())));
        if (token) listeners.push(token.onCancellationRequested(() => resolve()));
      });
      vscode.Disposable.from(...listeners).dispose();
    }
    if (token?.isCancellationRequested) throw new vscode.CancellationError();
    if (this.current !== 'ready' || !this.launched)
      throw new Error(vscode.l10n.t('The language server is not running.'));
    return this.launched.client;
  }

  /** Shuts the server down; kills it if it does not end or is still starting. */
  private async stop(): Promise<void> {
    const { launched } = this;
    if (!launched) return;
    this.launched = undefined;
    this.attempts++;
    this.setState('starting');
    this.output.info('Ending the language server.');
    await launched.client.dispose().catch((error: unknown) => {
      this.output.warn(errorMessage(error));
      launched.kill();
    });
    launched.release?.();
  }

  private async createClient(): Promise<LaunchedServer> {
    const library = await import('vscode-languageclient');
    this.alongside = enabledTerraformExtensions();
    this.servesFiles = this.mustServeFiles();
    const server = await this.launcher.launch({
      ...this.clientOptions(),
      errorHandler: this.errorHandler(() => client, library.CloseAction.DoNotRestart),
      revealOutputChannelOn: library.RevealOutputChannelOn.Never,
    });
    const { client } = server;
    // Errors are logged and not shown; `fail` shows one message with the available actions.
    const logError = client.error.bind(client);
    client.error = (message, data) => logError(message, data, false);
    if (this.servesFiles) serveFiles(client);
    client.onDidChangeState(({ newState }) => {
      if (client !== this.launched?.client) return;
      if (newState === library.State.Running) this.setState('ready');
      if (newState === library.State.Starting) this.setState('starting');
    });
    client.onNotification(Method.platformsChanged, () => this.platformsChanged.fire());
    return server;
  }

  private clientOptions(): LanguageClientOptions {
    if (this.watchers.length === 0) this.watchers = watchers();
    const hasPrograms = this.launcher.readsDisk && !hasOnlyVirtualFolders();
    return {
      documentSelector: servedSchemes().flatMap(scheme => LANGUAGES.map(language => ({ scheme, language }))),
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      synchronize: { fileEvents: this.watchers },
      middleware: {
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          if (hover) completeStep('hover');
          return hover;
        },
        sendRequest: async (type, parameters, token, next) => {
          const result = await next(type, parameters, token);
          const method = typeof type === 'string' ? type : type.method;
          return method === 'textDocument/rename'
            ? ((await confirmedRename(result as WorkspaceEdit)) as typeof result)
            : result;
        },
      },
      initializationOptions: (): InitializationOptions => ({
        alongside: this.alongside,
        watchesFiles: true,
        servesFiles: this.servesFiles,
        commands: Object.values(Command).filter(each => hasPrograms || !PROGRAM_COMMANDS.includes(each)),
      }),
    };
  }

  /** The library's policy, except that its final error message gets buttons. */
  private errorHandler(client: () => BaseLanguageClient, doNotRestart: CloseAction): ErrorHandler {
    let policy: ErrorHandler | undefined;
    const decide = () => (policy ??= client().createDefaultErrorHandler(RESTARTS_BY_ITSELF));
    return {
      error: async (error, message, count) => ({ ...(await decide().error(error, message, count)), handled: true }),
      closed: async () => {
        if (client() !== this.launched?.client) return { action: doNotRestart, handled: true };
        const result = await decide().closed();
        if (result.action === doNotRestart) this.fail();
        else this.setState('starting');
        return { ...result, handled: true };
      },
    };
  }

  private fail(): void {
    this.setState('failed');
    if (this.failureShown) return;
    this.failureShown = true;
    const restart = vscode.l10n.t('Restart');
    const showOutput = vscode.l10n.t('Show Output');
    const message = vscode.l10n.t(
      'The Kubestack language server stopped. Effective configurations are not updated until you restart it.',
    );
    void showError(message, restart, showOutput).then(choice => {
      if (choice === restart) void this.restart();
      if (choice === showOutput) this.output.show();
    });
  }

  private setState(state: ServerState): void {
    if (this.current === state) return;
    this.current = state;
    this.stateChanged.fire(state);
  }

  private mustServeFiles(): boolean {
    return !this.launcher.readsDisk || hasVirtualFolder();
  }

  /** Restarts the server when folders change, since the initialization decides which side reads files. */
  private async followFolders(): Promise<void> {
    if (this.launched && this.mustServeFiles() !== this.servesFiles) await this.restart();
  }

  /** Restarts the server when Terraform extensions change, since the initialization tells it what to leave to them. */
  private async followExtensions(): Promise<void> {
    const enabled = enabledTerraformExtensions();
    if (!this.launched || enabled.join() === this.alongside.join()) return;
    this.output.info(`Terraform extensions beside this one: ${enabled.join(', ') || 'none'}.`);
    await this.restart();
  }
}

function enabledTerraformExtensions(): string[] {
  return TERRAFORM_EXTENSIONS.filter(id => vscode.extensions.getExtension(id) !== undefined);
}
