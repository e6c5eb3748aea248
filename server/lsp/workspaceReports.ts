/** Diagnostics of the documents of a workspace, open or not, each state with an id by which a client names what it has. */
import type { Diagnostic } from 'vscode-languageserver';
import { allDiagnostics } from '../codeActions/checkedDiagnostics';
import { platformDocumentsInSteps } from '../codeActions/checkedDocuments';
import type { RequestContext } from '../semantics/requestContext';

/** What is reported of a document. */
export interface DocumentReport {
  readonly uri: string;
  /** Another one whenever the diagnostics are others. */
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

/** A report, and what its diagnostics are as text, to tell whether they have changed. */
interface StoredReport extends DocumentReport {
  readonly text: string;
}

const NOTHING = '[]';

export class WorkspaceReports {
  private readonly reports = new Map<string, StoredReport>();
  /** Of this server: a client that restarts it still has the ids of the one before. */
  private readonly prefix = Math.random().toString(36).slice(2);
  private lastId = 0;

  /**
   * Computes the reports again: of the documents of all platforms, of open documents, and of those that were reported before. To be
   * abandoned when something changes.
   *
   * @param open the open documents. Of others that belong to no platform nothing is reported.
   */
  *refresh(request: RequestContext, open: ReadonlySet<string>): Generator<undefined, readonly DocumentReport[]> {
    const reported = new Set([...(yield* platformDocumentsInSteps(request)), ...open]);
    for (const uri of new Set([...reported, ...this.reports.keys()])) {
      yield;
      this.report(uri, reported.has(uri) ? allDiagnostics(request, uri) : []);
    }
    return [...this.reports.values()];
  }

  /** The document gets another id, whatever is found in it. */
  reportAgain(uri: string): void {
    this.reports.set(uri, { uri, resultId: '', items: [], text: '' });
  }

  private report(uri: string, items: readonly Diagnostic[]): void {
    const before = this.reports.get(uri);
    const text = items.length === 0 ? NOTHING : JSON.stringify(items);
    if (text === (before?.text ?? NOTHING)) return;
    this.reports.set(uri, { uri, resultId: `${this.prefix}-${++this.lastId}`, items, text });
  }
}
