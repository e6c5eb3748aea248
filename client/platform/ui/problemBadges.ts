import * as vscode from 'vscode';
import { Scheme } from '../../core/ids';
import { OTHER_PROBLEMS, type PlatformNode } from '../platformTree';
import {
  changedIds,
  isInCluster,
  problemsByNode,
  type NodeProblems,
  type Problem,
  type ProblemCount,
} from '../problems';
import { t } from '../../../common/localization';

/** Number of changes that VS Code reads completely. Of more, it reads one in each folder. */
const MAX_BADGES = 250;

/** Decorates the items of the platform view with the number of problems in their code. Platforms and environments show whether there are any. */
export class ProblemBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  private readonly counted = new vscode.EventEmitter<
    ProblemCount & { other: PlatformNode | undefined; ignoredFiles: readonly string[] }
  >();
  private readonly subscriptions: vscode.Disposable;
  private counts = new Map<string, NodeProblems>();

  /** @param roots the current tree. */
  constructor(private readonly roots: () => readonly PlatformNode[]) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerFileDecorationProvider(this),
      vscode.languages.onDidChangeDiagnostics(() => this.count()),
    );
  }

  readonly onDidChangeFileDecorations = this.changed.event;

  /** The number of problems in the whole tree, counting each once, the item for those that no item of the tree counts, and a sentence for each file that is ignored. */
  readonly onDidCount = this.counted.event;

  /** Updates the counts after a change of the tree or the diagnostics. */
  count(): void {
    const problems = vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => ours(uri, diagnostics));
    const before = this.counts;
    this.counts = problemsByNode(this.roots(), problems);
    const changed = changedIds(before, this.counts);
    // VS Code reads only some of many changes, so it must first forget what it has drawn.
    if (changed.length > MAX_BADGES) this.changed.fire(undefined);
    // VS Code reads the decorations of items that were never drawn only if they are named here. Collapsed items show whether there are any.
    if (changed.length > 0) this.changed.fire(changed.map(uriOfItem));
    this.counted.fire({
      errors: problems.filter(({ severity }) => severity === 'error').length,
      warnings: problems.filter(({ severity }) => severity === 'warning').length,
      other: this.counts.get(OTHER_PROBLEMS)?.node,
      ignoredFiles: vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => ignoredFile(uri, diagnostics)),
    });
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== Scheme.item) return undefined;
    const count = this.counts.get(uri.path.slice(1));
    if (!count) return undefined;
    const total = count.errors + count.warnings;
    const color = new vscode.ThemeColor(count.errors > 0 ? 'list.errorForeground' : 'list.warningForeground');
    const decoration = new vscode.FileDecoration(total > 9 ? '9+' : String(total), tooltipOf(count, total), color);
    // A cluster counts the problems of its items itself, since VS Code would replace its number by a dot.
    decoration.propagate = !isInCluster(count.node);
    return decoration;
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
    this.counted.dispose();
  }
}

function tooltipOf({ node }: NodeProblems, total: number): string {
  const environment = node.environment ?? '';
  switch (node.kind) {
    case 'platform':
      return total === 1
        ? t('1 problem outside of the modules of this platform, for example in a provider file')
        : t('{0} problems outside of the modules of this platform, for example in a provider file', total);
    case 'otherProblems':
      return total === 1
        ? t('1 problem outside of modules, for example in a provider file or a pipeline')
        : t('{0} problems outside of modules, for example in a provider file or a pipeline', total);
    case 'cluster':
      return total === 1
        ? t('1 problem in this cluster, its node pools and services concerns {0}', environment)
        : t('{0} problems in this cluster, its node pools and services concern {1}', total, environment);
    default:
      return total === 1
        ? t('1 problem in this module concerns {0}', environment)
        : t('{0} problems in this module concern {1}', total, environment);
  }
}

/** URI of an item of the platform view, which identifies it in decorations. @param id of its node */
export const uriOfItem = (id: string): vscode.Uri => vscode.Uri.from({ scheme: Scheme.item, path: `/${id}` });

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

/** A file that is too long or nested too deeply, or can't be read, has one error, at its start and without a length. */
const ignoredFile = (uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): string[] =>
  diagnostics
    .filter(({ source, code, range }) => {
      const name = typeof code === 'object' ? code.value : code;
      return source === 'kubestack' && name === 'syntax' && range.end.isEqual(START);
    })
    .map(({ message }) => `${vscode.workspace.asRelativePath(uri)}: ${message}`);

const START = new vscode.Position(0, 0);
