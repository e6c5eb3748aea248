import * as vscode from 'vscode';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import { mergedProblems, type MergedProblem } from './tree/mergedProblems';

/** Shows errors and warnings of plans and validations in the editor. The diagnostics of a run replace those of the previous run. */
export class PlanProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('kubestack-plan');
  private readonly runs = new Map<string, { name: string; diagnostics: readonly PlanDiagnostic[] }>();

  /**
   * @param run identifies the diagnostics: the next call with the same value replaces them.
   * @param name source of the diagnostics: `plan ops`.
   */
  set(run: string, name: string, diagnostics: readonly PlanDiagnostic[]): void {
    if (diagnostics.length === 0 && !this.runs.has(run)) return;
    this.runs.set(run, { name, diagnostics });
    if (diagnostics.length === 0) this.runs.delete(run);
    this.show();
  }

  dispose(): void {
    this.collection.dispose();
  }

  private show(): void {
    const byFile = mergedProblems([...this.runs.values()]);
    this.collection.clear();
    this.collection.set([...byFile].map(([file, problems]) => [vscode.Uri.file(file), problems.map(shown)]));
  }
}

function shown({ names, diagnostic, range }: MergedProblem): vscode.Diagnostic {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const { start, end } = range;
  const problem = new vscode.Diagnostic(
    new vscode.Range(start.line, start.character, end.line, end.character),
    [diagnostic.summary, diagnostic.detail].filter(Boolean).join('\n'),
    diagnostic.severity === 'error' ? error : warning,
  );
  problem.source = names.join(', ');
  return problem;
}
