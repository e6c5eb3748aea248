import * as vscode from 'vscode';
import * as path from 'node:path';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import { isInFolder } from '../../../common/node/paths';
import { coalesced } from '../../../common/coalesced';
import { t } from '../../../common/localization';
import { diagnosticsAfterEdit } from '../model/diagnosticsAfterEdit';
import { readFiles, type ReadFiles } from '../model/staleness';
import { mergedProblems, type MergedProblem } from './tree/mergedProblems';

interface Run {
  readonly name: string;
  readonly folder: string;
  diagnostics: readonly PlanDiagnostic[];
  /** The files as the run has read them. */
  readonly files: ReadFiles;
  isOutdated: boolean;
  readonly watcher: vscode.Disposable;
}

/**
 * Shows errors and warnings of plans and validations in the editor. The diagnostics of a run replace those of the previous run. A diagnostic ends when
 * its lines are edited. Once a file of the platform differs from what the run has read, the others are hints, which have no squiggle and aren't in
 * the Problems view: they can be consequences of what was fixed.
 */
export class PlanProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('kubestack-plan');
  private readonly runs = new Map<string, Run>();
  private readonly edits = vscode.workspace.onDidChangeTextDocument(event => this.edited(event));

  /**
   * @param key identifies the diagnostics: the next call with the same value replaces them.
   * @param name source of the diagnostics: `plan ops`.
   * @param folder absolute path of the platform.
   * @param files those of the run; by default, as they are now
   */
  set(
    key: string,
    name: string,
    folder: string,
    diagnostics: readonly PlanDiagnostic[],
    files = readFiles(folder),
  ): void {
    const previous = this.runs.get(key);
    if (diagnostics.length === 0 && !previous) return;
    previous?.watcher.dispose();
    this.runs.delete(key);
    if (diagnostics.length > 0) this.runs.set(key, this.follow({ name, folder, diagnostics, files }));
    this.show();
  }

  dispose(): void {
    this.edits.dispose();
    for (const { watcher } of this.runs.values()) watcher.dispose();
    this.runs.clear();
    this.collection.dispose();
  }

  /** Compares the files on disk with those of the run now, since they can have changed meanwhile, and whenever one of them changes. */
  private follow(report: Omit<Run, 'isOutdated' | 'watcher'>): Run {
    const { folder, diagnostics } = report;
    const check = coalesced(() => this.check(run).catch(() => undefined));
    const outside = diagnostics.flatMap(({ file }) => (file === undefined || isInFolder(file, folder) ? [] : [file]));
    const watchers = [folder, ...new Set(outside.map(file => path.dirname(file)))].flatMap(each => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(each), '**/*'),
      );
      return [watcher, watcher.onDidCreate(check), watcher.onDidChange(check), watcher.onDidDelete(check)];
    });
    const watcher = vscode.Disposable.from(...watchers);
    const run: Run = { ...report, isOutdated: false, watcher };
    check();
    return run;
  }

  private async check(run: Run): Promise<void> {
    const changed = await run.files.changed();
    if (run.isOutdated === changed.length > 0 || ![...this.runs.values()].includes(run)) return;
    run.isOutdated = changed.length > 0;
    this.show();
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.uri.scheme !== 'file' || contentChanges.length === 0) return;
    const { fsPath } = document.uri;
    let isChanged = false;
    for (const run of this.runs.values()) {
      const diagnostics = diagnosticsAfterEdit(run.diagnostics, fsPath, contentChanges);
      isChanged ||= diagnostics !== run.diagnostics;
      run.diagnostics = diagnostics;
    }
    if (isChanged) this.show();
  }

  private show(): void {
    const byFile = mergedProblems([...this.runs.values()]);
    this.collection.clear();
    this.collection.set([...byFile].map(([file, problems]) => [vscode.Uri.file(file), problems.map(shown)]));
  }
}

function shown({ names, diagnostic, range, isOutdated }: MergedProblem): vscode.Diagnostic {
  const { Error: error, Warning: warning, Hint: hint } = vscode.DiagnosticSeverity;
  const { start, end } = range;
  const problem = new vscode.Diagnostic(
    new vscode.Range(start.line, start.character, end.line, end.character),
    [diagnostic.summary, diagnostic.detail, isOutdated ? t('Files have changed since this run.') : '']
      .filter(Boolean)
      .join('\n'),
    isOutdated ? hint : diagnostic.severity === 'error' ? error : warning,
  );
  problem.source = names.join(', ');
  return problem;
}
