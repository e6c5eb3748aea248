import * as vscode from 'vscode';
import type { CodeAction, Location } from 'vscode-languageserver-types';
import type { BaseLanguageClient, CodeActionParams } from 'vscode-languageclient';
import {
  Method,
  type CallToolParams,
  type CallToolResult,
  type EffectiveConfigurationParams,
  type EffectiveConfigurationResult,
  type EffectiveDocumentParams,
  type EffectiveDocumentResult,
  type FixAllParams,
  type FixAllResult,
  type PlatformsParams,
  type PlatformsDelta,
  type ScaffoldParams,
  type ScaffoldResult,
  type StagedChangesResult,
} from '../../common/protocol';
import type { RulesVerdict } from '../../common/rules/rules';
import type { RulePreview, RulePreviewParams, RulesParams, RulesResult } from '../../common/rules/rulesParams';
import type { MatrixParams, MatrixResult } from '../../common/matrix/matrix';
import type { StagedChange } from '../../common/replacement/stagedChange';
import type { Review, ReviewParams, ReviewSection } from '../../common/review/review';
import { isReviewed, type ComparedSides, type NamedSide, type Reviewed, type ReviewQuestion } from './revisionSide';
import { clientOptions } from './clientOptions';
import { TERRAFORM_EXTENSIONS } from './ids';
import { hasVirtualFolder } from './servedSchemes';
import { passiveErrorHandler, ServerInstance } from './serverInstance';
import type { ServerLauncher } from './serverLauncher';
import { ServerLife, type ServerState } from './serverLife';
import { watchers } from './watchedFiles';
import { serveFiles } from './workspaceFiles';
import { SideRequests } from './sideRequests';
import { TraceChannel } from './traceChannel';
import { showError } from './messages';
import { t } from '../../common/localization';

/** For forecasts that a question or a form waits for. */
const FORECAST_TIMEOUT_MS = 15_000;

/** Returns the files of versions of the framework that are on this machine. */
export type ReadFramework = (versions: readonly string[]) => Promise<NonNullable<ReviewParams['framework']>>;

/** The language server: keeps it running, and sends the project's own requests. The protocol library is not loaded before the first start. */
export class LanguageServerClient implements vscode.Disposable {
  private readonly stateChanged = new vscode.EventEmitter<ServerState>();
  private readonly platformsChanged = new vscode.EventEmitter<void>();
  private readonly trace: TraceChannel;
  private readonly listeners: vscode.Disposable;
  private readonly life: ServerLife<ServerInstance>;
  private watchers: vscode.FileSystemWatcher[] = [];
  private servesFiles = false;
  private alongside: string[] = [];
  private progressTokens = 0;
  private frameworkFiles: ReadFramework | undefined;
  private readonly sides = new SideRequests((method, params, token) => this.request(method, params, token));

  /**
   * @param launcher how the server is started.
   * @param output where the server's log goes.
   */
  constructor(
    private readonly launcher: ServerLauncher,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.trace = new TraceChannel(output);
    this.life = new ServerLife({
      create: onCrash => this.create(onCrash),
      stateChanged: state => {
        this.stateChanged.fire(state);
        if (state === 'failed') this.showFailure();
      },
      logError: message => output.error(message),
      now: () => performance.now(),
    });
    this.listeners = vscode.Disposable.from(
      vscode.extensions.onDidChange(() => void this.followExtensions()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.followFolders()),
    );
  }

  readonly onDidChangeState = this.stateChanged.event;

  /** Fires when the server's response to `platforms` may have changed. */
  readonly onDidChangePlatforms = this.platformsChanged.event;

  get state(): ServerState {
    return this.life.state;
  }

  /** Starts the server unless it was already started. Never rejects: if it can't be started, a message is shown. */
  async startOnce(): Promise<void> {
    await this.life.startOnce();
  }

  /** Ends the server if it is running, and starts a new one. Concurrent calls restart it once. Never rejects. */
  async restart(): Promise<void> {
    await this.life.restart();
  }

  /**
   * `kubestack/platforms`. Like the other requests, it waits until the server is ready, and rejects if the server can't be started.
   *
   * @param previousResultId of the last response; '' if there is none.
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

  /** Where forecasts find versions of the framework that are not installed. */
  readFrameworkWith(read: ReadFramework): void {
    this.frameworkFiles = read;
  }

  /**
   * `kubestack/review`: computes sections of a pair of revisions. Repeats the request while the workspace changes, and with the versions of the
   * framework that a forecast lacks. The files of a revision are read and sent once.
   */
  async review<S extends ReviewSection>(
    question: ReviewQuestion<S>,
    token?: vscode.CancellationToken,
  ): Promise<Reviewed<S>> {
    const answer = await this.sentReview(question, token);
    const missing = answer.forecast?.missingVersions ?? [];
    const framework = missing.length === 0 ? undefined : await this.frameworkFiles?.(missing);
    const complete =
      framework && Object.keys(framework).length > 0
        ? await this.sentReview({ ...question, framework }, token)
        : answer;
    if (isReviewed(complete, question.sections)) return complete;
    throw new Error(failureText(question.sections));
  }

  /** As `review`, but gives up after a while, since a large platform takes minutes. @throws Error that says so */
  async reviewSoon<S extends ReviewSection>(question: ReviewQuestion<S>): Promise<Reviewed<S>> {
    const source = new vscode.CancellationTokenSource();
    const timer = setTimeout(() => source.cancel(), FORECAST_TIMEOUT_MS);
    try {
      return await this.review(question, source.token);
    } catch (error) {
      if (!source.token.isCancellationRequested) throw error;
      throw new Error(t('The forecast took longer than {0} seconds. Use Show Forecast.', FORECAST_TIMEOUT_MS / 1000), {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
      source.dispose();
    }
  }

  private async sentReview(
    { before, after, ...others }: ReviewQuestion<ReviewSection>,
    token?: vscode.CancellationToken,
  ): Promise<Review> {
    const answer = await this.sides.about<Review>(others.uri, { before, after }, sides =>
      this.sides.settled(Method.review, { ...others, ...sides }, token),
    );
    return answer ?? {};
  }

  /**
   * `kubestack/rules`: what rules and freezes say about a promotion; undefined if there are no files with rules. Repeats the request while the
   * workspace changes.
   */
  async rules(
    { uri, environment }: Pick<RulesParams, 'uri' | 'environment'>,
    given: { readonly [S in keyof Omit<RulesParams, 'uri' | 'environment'>]: NamedSide },
  ): Promise<RulesVerdict | undefined> {
    const result = await this.sides.about<RulesResult>(uri, given, sides =>
      this.sides.settled(Method.rules, { uri, environment, ...sides }),
    );
    if (result) return result.verdict;
    throw new Error(t("The revisions can't be compared. See the output for details."));
  }

  /** `kubestack/matrix` @param before the revision since which changes are marked */
  async matrix(params: Omit<MatrixParams, 'before'>, before?: NamedSide): Promise<MatrixResult> {
    const result = await this.sides.about<MatrixResult>(params.uri, before ? { before } : {}, sides =>
      this.sides.settled(Method.matrix, { ...params, ...sides }),
    );
    return result ?? {};
  }

  /** `kubestack/stagedChanges` @param revisions by commit */
  async stagedChanges(uri: string, revisions: Readonly<Record<string, NamedSide>>): Promise<readonly StagedChange[]> {
    const result = await this.sides.about<StagedChangesResult>(uri, revisions, sides =>
      this.sides.settled(Method.stagedChanges, { uri, revisions: sides }),
    );
    return result?.changes ?? [];
  }

  /** `kubestack/callTool` @param compared the sides of `kubestack_compare` */
  async callTool(
    params: Omit<CallToolParams, 'sides'>,
    compared: ComparedSides | undefined,
    token: vscode.CancellationToken,
  ): Promise<CallToolResult> {
    if (!compared) return this.request(Method.callTool, params, token);
    const { before, after, ...others } = compared;
    const result = await this.sides.about<CallToolResult>(others.uri, { before, after }, sides =>
      this.request(Method.callTool, { ...params, sides: { ...others, ...sides } }, token),
    );
    return result ?? { text: '', isError: true };
  }

  /** `kubestack/rulePreview`: a rule with each of its targets; null if there is no such rule. */
  rulePreview(params: RulePreviewParams): Promise<RulePreview | null> {
    return this.sides.settled<RulePreview | null>(Method.rulePreview, params);
  }

  /** `kubestack/fixAll`, ready to be applied. The editor refuses to apply it if a document has changed since. */
  async fixAll(params: FixAllParams, token?: vscode.CancellationToken): Promise<vscode.WorkspaceEdit> {
    const { edit } = await this.request<FixAllParams, FixAllResult>(Method.fixAll, params, token);
    const client = await this.ready(token);
    return (await client.protocol2CodeConverter.asWorkspaceEdit(edit, token)) ?? new vscode.WorkspaceEdit();
  }

  /** The code actions at the start of a location, without their edits. */
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

  /** Requests the diagnostics of a document again. */
  refreshDiagnostics(document: vscode.TextDocument): void {
    const feature = this.life.ready?.client.getFeature('textDocument/diagnostic');
    feature?.getProvider(document)?.onDidChangeDiagnosticsEmitter.fire();
  }

  /** Resolves the edit of a code action; undefined if the server has shown an error instead. */
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

  /** Sends a request of common/protocol.ts. Waits until the server is ready, and rejects if it can't be started. */
  async request<P, R>(method: string, params: P, token?: vscode.CancellationToken): Promise<R> {
    const client = await this.ready(token);
    return token ? client.sendRequest<R>(method, params, token) : client.sendRequest<R>(method, params);
  }

  dispose(): void {
    void this.life.end();
    vscode.Disposable.from(this.listeners, ...this.watchers).dispose();
    this.trace.dispose();
    this.stateChanged.dispose();
    this.platformsChanged.dispose();
  }

  private async ready(token?: vscode.CancellationToken): Promise<BaseLanguageClient> {
    if (this.state === 'off' || this.state === 'starting') {
      const listeners: vscode.Disposable[] = [];
      await new Promise<void>(resolve => {
        listeners.push(this.onDidChangeState(state => (state === 'starting' ? undefined : resolve())));
        if (token) listeners.push(token.onCancellationRequested(() => resolve()));
      });
      vscode.Disposable.from(...listeners).dispose();
    }
    if (token?.isCancellationRequested) throw new vscode.CancellationError();
    const { ready } = this.life;
    if (!ready) throw new Error(t('The language server is not running.'));
    return ready.client;
  }

  private async create(onCrash: () => void): Promise<ServerInstance> {
    const { CloseAction, ErrorAction, RevealOutputChannelOn, State } = await import('vscode-languageclient');
    if (this.watchers.length === 0) this.watchers = watchers();
    this.alongside = enabledTerraformExtensions();
    this.servesFiles = this.mustServeFiles();
    const { output, trace, alongside, servesFiles } = this;
    const { readsDisk } = this.launcher;
    const launched = await this.launcher.launch({
      ...clientOptions({ output, trace, alongside, servesFiles, readsDisk, watchers: this.watchers }),
      errorHandler: passiveErrorHandler(ErrorAction.Continue, CloseAction.DoNotRestart),
      // Otherwise the library would show the error.
      initializationFailedHandler: () => false,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    });
    const { client } = launched;
    // Errors are logged and not shown; `showFailure` shows one message with the available actions.
    const logError = client.error.bind(client);
    client.error = (message, data) => logError(message, data, false);
    if (servesFiles) serveFiles(client);
    client.onDidChangeState(({ oldState, newState }) => {
      if (oldState === State.Running && newState === State.Stopped) onCrash();
    });
    client.onNotification(Method.platformsChanged, () => this.platformsChanged.fire());
    return new ServerInstance(launched, output);
  }

  private showFailure(): void {
    const restart = t('Restart');
    const showOutput = t('Show Output');
    const message = t(
      'The Kubestack language server stopped. Effective configurations are not updated until you restart it.',
    );
    void showError(message, restart, showOutput).then(choice => {
      if (choice === restart) void this.restart();
      if (choice === showOutput) this.output.show();
    });
  }

  private mustServeFiles(): boolean {
    return !this.launcher.readsDisk || hasVirtualFolder();
  }

  /** Whether a server is running or starting. */
  private isStarted(): boolean {
    return this.state === 'ready' || this.state === 'starting';
  }

  /** Restarts the server when folders change, since the initialization determines which side reads files. */
  private async followFolders(): Promise<void> {
    if (this.isStarted() && this.mustServeFiles() !== this.servesFiles) await this.restart();
  }

  /** Restarts the server when Terraform extensions change, since the initialization tells it which features they provide. */
  private async followExtensions(): Promise<void> {
    const enabled = enabledTerraformExtensions();
    if (!this.isStarted() || enabled.join() === this.alongside.join()) return;
    this.output.info(`Terraform extensions beside this one: ${enabled.join(', ') || 'none'}.`);
    await this.restart();
  }
}

function enabledTerraformExtensions(): string[] {
  return TERRAFORM_EXTENSIONS.filter(id => vscode.extensions.getExtension(id) !== undefined);
}

function failureText(sections: readonly ReviewSection[]): string {
  if (sections.includes('upgrades'))
    return t("The versions of the clusters can't be read. See the output for details.");
  if (sections.includes('overlays')) return t("The platform services can't be read. See the output for details.");
  return t("The revisions can't be compared. See the output for details.");
}
