import * as vscode from 'vscode';
import { Scheme } from '../../core/ids';
import type { PlatformNode } from '../platformTree';
import { problemsByNode, type Problem, type ProblemCount } from '../problems';

/** Decorates the items of the platform view with the number of problems in their code. Collapsed items show whether there are any. */
export class ProblemBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly counted = new vscode.EventEmitter<ProblemCount>();
  private readonly subscriptions: vscode.Disposable;
  private counts = new Map<string, ProblemCount>();

  /** @param roots the current tree. */
  constructor(private readonly roots: () => readonly PlatformNode[]) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerFileDecorationProvider(this),
      vscode.languages.onDidChangeDiagnostics(() => this.count()),
    );
  }

  readonly onDidChangeFileDecorations = this.changed.event;

  /** The number of problems in the whole tree, counting each once. */
  readonly onDidCount = this.counted.event;

  /** Updates the counts after a change of the tree or the diagnostics. */
  count(): void {
    const problems = vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => ours(uri, diagnostics));
    const before = JSON.stringify([...this.counts]);
    this.counts = problemsByNode(this.roots(), problems);
    if (JSON.stringify([...this.counts]) !== before) this.changed.fire(undefined);
    this.counted.fire({
      errors: problems.filter(({ severity }) => severity === 'error').length,
      warnings: problems.filter(({ severity }) => severity === 'warning').length,
    });
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== Scheme.item) return undefined;
    const count = this.counts.get(uri.path.slice(1));
    if (!count) return undefined;
    const total = count.errors + count.warnings;
    const color = new vscode.ThemeColor(count.errors > 0 ? 'list.errorForeground' : 'list.warningForeground');
    const tooltip =
      total === 1 ? vscode.l10n.t('1 problem in this module') : vscode.l10n.t('{0} problems in this module', total);
    const decoration = new vscode.FileDecoration(total > 9 ? '9+' : String(total), tooltip, color);
    decoration.propagate = true;
    return decoration;
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
    this.counted.dispose();
  }
}

function ours(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): Problem[] {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  return diagnostics
    .filter(({ source, severity }) => source === 'kubestack' && (severity === error || severity === warning))
    .map(({ range, severity }) => ({
      uri: uri.toString(),
      line: range.start.line,
      severity: severity === error ? 'error' : 'warning',
    }));
}
