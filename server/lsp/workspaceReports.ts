/** Diagnostics of a workspace's documents, open or not, each with a result id. */
import type { Diagnostic } from 'vscode-languageserver';
import { allDiagnostics } from '../diagnostics/checkedDiagnostics';
import { platformDocuments } from '../diagnostics/checkedDocuments';
import type { RequestContext } from '../semantics/requestContext';

/** The diagnostics of a document. */
export interface DocumentReport {
  readonly uri: string;
  /** Changes whenever the diagnostics change. */
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

/** A report with its diagnostics as text, to find out whether they have changed. */
interface StoredReport extends DocumentReport {
  readonly text: string;
}

const NOTHING = '[]';

export class WorkspaceReports {
  private readonly reports = new Map<string, StoredReport>();
  /** Unique per server process: a client that restarts the server still has the old ids. */
  private readonly prefix = Math.random().toString(36).slice(2);
  private lastId = 0;

  /**
   * Computes the reports of the documents of all platforms, of open documents, and of those that were reported before. Abandon it when something
   * changes.
   *
   * @param open the open documents. Closed documents outside of platforms have no report.
   */
  *refresh(request: RequestContext, open: ReadonlySet<string>): Generator<undefined, readonly DocumentReport[]> {
    const reported = new Set([...(yield* platformDocuments(request)), ...open]);
    for (const uri of new Set([...reported, ...this.reports.keys()])) {
      yield;
      this.report(uri, reported.has(uri) ? yield* allDiagnostics(request, uri) : []);
    }
    return [...this.reports.values()];
  }

  /** Gives the document a new id, even if its diagnostics stay the same. */
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
