/** How diagnostics reach a client: pushed, or pulled by it. Never both. */
import {
  DiagnosticRefreshRequest,
  DocumentDiagnosticReportKind,
  type ClientCapabilities,
  type DocumentDiagnosticReport,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { findingsInSteps, platformRootsOf } from '../checks/engine/checkRunner';
import type { RequestContext } from '../semantics/requestContext';
import type { OpenDocuments } from './openDocuments';
import { allDiagnostics } from '../codeActions/checkedDiagnostics';
import type { HandlerContext } from './handlerContext';
import { runCooperatively } from '../scheduling/runCooperatively';
import { normalizeUri } from '../workspace/uri';

/** What delivery needs of the server. */
export interface DeliveryDependencies {
  request(): RequestContext;
  documents(): OpenDocuments;
  isServing(): boolean;
  /** Asks the client for something that the server can do without. */
  attempt(asked: Promise<unknown>): void;
}

/** Whether the client asks for diagnostics by itself. */
const pulls = ({ textDocument }: ClientCapabilities): boolean => textDocument?.diagnostic !== undefined;

/** Whether it also asks again when it is told to. */
export const asksAgain = (capabilities: ClientCapabilities): boolean =>
  pulls(capabilities) && capabilities.workspace?.diagnostics?.refreshSupport === true;

export const diagnosticCapabilities = (
  capabilities: ClientCapabilities,
): Pick<ServerCapabilities, 'diagnosticProvider'> =>
  pulls(capabilities)
    ? { diagnosticProvider: { identifier: 'kubestack', interFileDependencies: true, workspaceDiagnostics: false } }
    : {};

export class DiagnosticsDelivery {
  constructor(
    private readonly door: HandlerContext,
    private readonly parts: DeliveryDependencies,
  ) {}

  /** Once the checks have looked at the platforms of open documents, which others need not wait for. */
  async tell(): Promise<void> {
    if (!(await this.checkOpenPlatforms())) return;
    const { connection, capabilities } = this.door;
    if (!pulls(capabilities())) this.push();
    else if (asksAgain(capabilities())) this.parts.attempt(connection.sendRequest(DiagnosticRefreshRequest.type));
  }

  async pull(uri: string): Promise<DocumentDiagnosticReport> {
    const items = await this.door.interactive(request => allDiagnostics(request, normalizeUri(uri)), [], 'files');
    return { kind: DocumentDiagnosticReportKind.Full, items };
  }

  /** @param uri of a document that was closed, as the client spells it */
  closed(uri: string): void {
    if (!pulls(this.door.capabilities())) void this.door.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** @returns false when something has changed meanwhile: whoever changed it will tell */
  private async checkOpenPlatforms(): Promise<boolean> {
    const request = this.parts.request();
    const { workspace } = request.model;
    const { revision } = workspace;
    const isWanted = (): boolean => this.parts.isServing() && workspace.revision === revision;
    try {
      const roots = new Set([...this.parts.documents().all()].flatMap(({ uri }) => platformRootsOf(request, uri)));
      for (const root of roots)
        if (!(await runCooperatively(findingsInSteps(request, root), 'idle', isWanted))) return false;
    } catch (error) {
      request.client.failed?.('The checks failed', error);
    }
    return isWanted();
  }

  private push(): void {
    const { immediate, isComplete } = this.door;
    for (const { uri, clientUri, version } of this.parts.documents().all()) {
      const found = immediate(request => allDiagnostics(request, uri), []);
      // Files that have come are a change, after which this is called again.
      if (!isComplete()) continue;
      void this.door.connection.sendDiagnostics({ uri: clientUri, version, diagnostics: found });
    }
  }
}
