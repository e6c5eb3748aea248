/** Delivers diagnostics to a client: pushed, or pulled by it, but never both. */
import { now } from '../../common/now';
import {
  DiagnosticRefreshRequest,
  DocumentDiagnosticReportKind,
  type CancellationToken,
  type ClientCapabilities,
  type DocumentDiagnosticReport,
  type ServerCapabilities,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { findingsOf, platformRootsOf } from '../checks/engine/checkRunner';
import type { RequestContext } from '../semantics/requestContext';
import type { OpenDocuments } from './openDocuments';
import { allDiagnostics } from '../diagnostics/checkedDiagnostics';
import type { HandlerContext } from './handlerContext';
import { inNextTurn } from '../scheduling/eventLoop';
import { runCooperatively } from '../scheduling/runCooperatively';
import { isBesideConfiguration, sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, normalizeUri } from '../workspace/uri';
import { registersTextFiles, TEXT_FILE_DIAGNOSTICS } from './textFileRegistrations';
import { WorkspaceReports, type DocumentReport } from './workspaceReports';

/** What delivery needs of the connection. */
export interface DeliveryDependencies {
  request(): RequestContext;
  documents(): OpenDocuments;
  isServing(): boolean;
  /** Sends an optional request to the client. */
  attempt(request: Promise<unknown>): void;
}

/** Whether the client pulls diagnostics. */
const pulls = ({ textDocument }: ClientCapabilities): boolean => textDocument?.diagnostic !== undefined;

/** Whether the client pulls again on request. */
export const supportsRefresh = (capabilities: ClientCapabilities): boolean =>
  pulls(capabilities) && capabilities.workspace?.diagnostics?.refreshSupport === true;

export const diagnosticCapabilities = (
  capabilities: ClientCapabilities,
): Pick<ServerCapabilities, 'diagnosticProvider'> =>
  pulls(capabilities)
    ? { diagnosticProvider: { identifier: 'kubestack', interFileDependencies: true, workspaceDiagnostics: true } }
    : {};

export class DiagnosticsDelivery {
  private readonly reports = new WorkspaceReports();
  /** Ids of the results that were last pushed for closed documents. */
  private readonly pushed = new Map<string, string>();
  /** Number of refresh requests sent to the client. */
  private rounds = 0;
  /** Pull requests that wait for the next round. */
  private waiting: (() => void)[] = [];
  private computing: Promise<readonly DocumentReport[] | undefined> | undefined;
  /** Documents whose own diagnostics are being computed for a pull request, with the number of requests. */
  private readonly request = new Map<string, number>();
  /** Whether a workspace has been reported, by identifier. */
  private readonly answered = new Set<string | undefined>();

  constructor(
    private readonly handlerContext: HandlerContext,
    private readonly parts: DeliveryDependencies,
  ) {}

  /** Called when the checks of the platforms of open documents have run, which other answers need not wait for. */
  async deliverPlatforms(): Promise<void> {
    this.rounds++;
    this.computing = undefined;
    this.wake();
    if (!(await this.checkOpenPlatforms())) return;
    const { connection, capabilities } = this.handlerContext;
    if (!pulls(capabilities())) await this.push();
    else if (supportsRefresh(capabilities())) this.parts.attempt(connection.sendRequest(DiagnosticRefreshRequest.type));
  }

  async pull(uri: string, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const key = normalizeUri(uri);
    this.request.set(key, (this.request.get(key) ?? 0) + 1);
    try {
      const items = await this.handlerContext.interactivePausing(
        request => allDiagnostics(request, key),
        [],
        token,
        'files',
      );
      return { kind: DocumentDiagnosticReportKind.Full, items };
    } finally {
      const others = this.request.get(key)! - 1;
      if (others > 0) this.request.set(key, others);
      else this.request.delete(key);
      // Let this answer go first.
      inNextTurn(() => this.wake());
    }
  }

  /**
   * The changes in the workspace's documents since the client's last reports; unchanged documents are omitted. A client that pulls continuously
   * gets an answer when something has changed, except for its first request. There is no report for a document while its own diagnostics are being
   * computed: VS Code's client drops such a report but remembers its id, and if the document was closed in the meantime, it drops those
   * diagnostics, too.
   *
   * @param pullsAgainAtOnce true for clients that take partial results. Source: LSP, "Workspace Diagnostics".
   */
  async pullWorkspace(
    { identifier, previousResultIds }: WorkspaceDiagnosticParams,
    pullsAgainAtOnce: boolean,
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport> {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [normalizeUri(uri), value]));
    const isNeeded = (uri: string): boolean =>
      this.identifierOf(uri) === (identifier ?? IDENTIFIER) && !(pullsAgainAtOnce && this.request.has(uri));
    const isWanted = (): boolean => this.parts.isServing() && !token.isCancellationRequested;
    token.onCancellationRequested(() => this.wake());
    while (isWanted()) {
      const round = this.rounds;
      const reports = round === 0 ? undefined : await this.workspaceReports();
      const changed = reports?.filter(({ uri, resultId }) => isNeeded(uri) && previous.get(uri) !== resultId);
      if (changed && (changed.length > 0 || !pullsAgainAtOnce || !this.answered.has(identifier))) {
        this.answered.add(identifier);
        return { items: changed.map(each => this.documentReport(each)) };
      }
      // The server may have been shut down, or the request cancelled, while the reports were computed.
      if (round === this.rounds && isWanted()) await new Promise<void>(resolve => this.waiting.push(resolve));
    }
    return { items: [] };
  }

  /** @param uri of a document that was closed. Its diagnostics are sent again, whatever the client does with the old ones. */
  closed(uri: string): void {
    const key = normalizeUri(uri);
    if (this.parts.documents().versionOf(key) !== undefined) this.reports.reportAgain(key);
  }

  /** Ends the waiting of all requests. */
  end(): void {
    this.wake();
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** @returns undefined if something has changed meanwhile or a file is still missing; another round follows */
  private workspaceReports(): Promise<readonly DocumentReport[] | undefined> {
    return (this.computing ??= this.computeReports());
  }

  private async computeReports(): Promise<readonly DocumentReport[] | undefined> {
    const request = this.parts.request();
    const open = new Set([...this.parts.documents().all()].map(({ uri }) => uri));
    try {
      const done = await this.settled(() => this.reports.refresh(request, open));
      return this.handlerContext.isComplete() ? done?.result : undefined;
    } catch (error) {
      request.client.failed?.('The checks failed', error);
      return undefined;
    }
  }

  /**
   * Computes something about the workspace in its current state.
   * @param work restarted if it read new files, such as installed modules
   * @returns undefined if something has changed meanwhile; another round follows
   */
  private async settled<T>(work: () => Generator<unknown, T>): Promise<{ result: T } | undefined> {
    const { rounds } = this;
    const { workspace } = this.parts.request().model;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && this.parts.isServing() && rounds === this.rounds; attempt++) {
      const { revision } = workspace;
      const isNeeded = (): boolean =>
        this.parts.isServing() && workspace.revision === revision && this.rounds === rounds;
      const done = await runCooperatively(work(), 'idle', isNeeded);
      if (done && isNeeded()) return done;
    }
    return undefined;
  }

  private documentReport({ uri, resultId, items }: DocumentReport): WorkspaceDiagnosticReport['items'][number] {
    const documents = this.parts.documents();
    return {
      kind: DocumentDiagnosticReportKind.Full,
      uri: documents.clientUri(uri),
      version: documents.versionOf(uri) ?? null,
      resultId,
      items: [...items],
    };
  }

  /** A client that supports files in other languages than configuration pulls their diagnostics separately. */
  private identifierOf(uri: string): string {
    const hasLanguage = sourceSyntaxOf(baseNameOf(uri)) !== undefined || isBesideConfiguration(uri);
    const isText = !hasLanguage && !uri.startsWith('untitled:');
    return isText && registersTextFiles(this.handlerContext.capabilities()) ? TEXT_FILE_DIAGNOSTICS : IDENTIFIER;
  }

  /** @returns false if something has changed meanwhile; that change triggers the next round */
  private async checkOpenPlatforms(): Promise<boolean> {
    const request = this.parts.request();
    const { rounds } = this;
    try {
      const roots = new Set([...this.parts.documents().all()].flatMap(({ uri }) => platformRootsOf(request, uri)));
      for (const root of roots) if (!(await this.settled(() => findingsOf(request, root)))) return false;
    } catch (error) {
      request.client.failed?.('The checks failed', error);
    }
    return this.parts.isServing() && rounds === this.rounds;
  }

  /** Open documents first. */
  private async push(): Promise<void> {
    const { immediate, isComplete, connection } = this.handlerContext;
    const { rounds } = this;
    for (const { uri, clientUri, version } of this.parts.documents().all()) {
      const diagnostics = immediate(request => now(allDiagnostics(request, uri)), []);
      // Files that have arrived count as a change, after which this is called again.
      if (!isComplete()) continue;
      this.pushed.set(uri, OPEN);
      void connection.sendDiagnostics({ uri: clientUri, version, diagnostics });
    }
    const reports = (await this.workspaceReports()) ?? [];
    if (rounds !== this.rounds) return;
    for (const { uri, resultId, items } of reports) {
      if (this.parts.documents().versionOf(uri) !== undefined || this.pushed.get(uri) === resultId) continue;
      this.pushed.set(uri, resultId);
      void connection.sendDiagnostics({ uri, diagnostics: [...items] });
    }
  }
}

const IDENTIFIER = 'kubestack';
/** Replaces the id of pushed results for open documents. */
const OPEN = 'open';
/** Maximum number of restarts without an edit. */
const MAX_ATTEMPTS = 5;
