import * as vscode from 'vscode';
import { isMatrixState, type MatrixState } from '../../../common/webview/matrixMessages';
import { Command, Webview } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { commandTarget } from '../../platform/commandTarget';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';
import { pageOptions } from '../../webview/ui/webviewPage';
import { isSameScope, scopeOf } from '../scope';
import type { RevisionReader } from '../../core/revisionSide';
import { MatrixPanel, type MatrixPanelParts } from './matrixPanel';
import { t } from '../../../common/localization';

/** The command Show Environment Matrix, and the open matrices: one for each platform and part of it. */
export class MatrixPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Set<MatrixPanel>();
  private readonly readers: RevisionReader[] = [];
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly platforms: Platforms,
    private readonly parts: Omit<MatrixPanelParts, 'revisionsOf'>,
  ) {
    const { server } = parts;
    this.subscriptions = vscode.Disposable.from(
      vscode.commands.registerCommand(Command.showEnvironmentMatrix, (argument: unknown) => this.show(argument)),
      vscode.window.registerWebviewPanelSerializer(Webview.matrix, this),
      server.onDidChangePlatforms(() => this.refresh()),
      server.onDidChangeState(state => state === 'ready' && this.refresh()),
    );
  }

  /** Enables the matrices to mark changes since a revision. */
  compareWith(reader: RevisionReader): void {
    this.readers.push(reader);
  }

  /** @param state the page's saved state; not validated, since another version of the extension may have saved it */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (isMatrixState(state)) this.adopt(panel, state);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const { panel } of this.panels) panel.dispose();
  }

  private async show(argument: unknown): Promise<void> {
    const active = targetOfActiveEditor(this.platforms.all);
    const platform = await choosePlatform(this.platforms, commandTarget(argument).platform ?? active.platform);
    if (!platform) return;
    const scope = scopeOf(argument);
    const shown = [...this.panels].find(each => each.platform === platform.uri && isSameScope(each.scope, scope));
    if (shown) {
      shown.panel.reveal();
      return;
    }
    const title = t('Matrix of {0}', scope?.name ?? platformLabel(platform));
    const options = { ...pageOptions(this.parts.extension), enableFindWidget: false };
    const panel = vscode.window.createWebviewPanel(Webview.matrix, title, vscode.ViewColumn.Active, options);
    this.adopt(panel, { platform: platform.uri, filter: '', only: [], ...(scope ? { scope } : {}) });
  }

  private adopt(panel: vscode.WebviewPanel, state: MatrixState): void {
    const revisionsOf = (platform: string): RevisionReader | undefined =>
      this.readers.find(reader => reader.reads(platform));
    const opened = new MatrixPanel(panel, state, { ...this.parts, revisionsOf });
    this.panels.add(opened);
    opened.onDidClose(() => this.panels.delete(opened));
  }

  private refresh(): void {
    for (const each of this.panels) each.refresh();
  }
}
