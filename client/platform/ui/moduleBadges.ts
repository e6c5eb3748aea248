import * as vscode from 'vscode';
import { shortened } from '../../../common/shortened';
import { visibleText } from '../../../common/visibleText';
import type { Platforms } from '../../core/platforms';
import { moduleFiles, type MarkedContent } from '../moduleFiles';
import { t } from '../../../common/localization';

/** Maximum length of the list of names in a tooltip. */
const MAX_BADGE_LENGTH = 200;

/** Marks the files and folders of platforms with a `K` in the explorer. VS Code itself shows the numbers of problems. */
export class ModuleBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri[]>();
  private readonly subscriptions: vscode.Disposable;
  private files: ReadonlyMap<string, MarkedContent> = new Map();

  constructor(private readonly platforms: Platforms) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerFileDecorationProvider(this),
      platforms.onDidChange(() => this.refresh()),
    );
  }

  readonly onDidChangeFileDecorations = this.changed.event;

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const content = this.files.get(uri.toString());
    return content && new vscode.FileDecoration('K', tooltip(content));
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  /** Redraws only files with changed content, since a large platform has thousands of files. */
  private refresh(): void {
    const before = this.files;
    this.files = moduleFiles(this.platforms.all);
    const isSame = (uri: string): boolean => JSON.stringify(before.get(uri)) === JSON.stringify(this.files.get(uri));
    const all = new Set([...before.keys(), ...this.files.keys()]);
    const changed = [...all].filter(uri => !isSame(uri)).map(uri => vscode.Uri.parse(uri));
    if (changed.length > 0) this.changed.fire(changed);
  }
}

function tooltip({ kind, names }: MarkedContent): string {
  const list = shortened(names.map(visibleText).join(', '), MAX_BADGE_LENGTH);
  return kind === 'platform'
    ? t('Kubestack platform with the environments {0}', list)
    : t('Kubestack modules: {0}', list);
}
