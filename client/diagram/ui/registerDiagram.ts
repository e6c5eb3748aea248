import * as vscode from 'vscode';
import type { StateTexts, WaitingCommits } from '../../../common/diagram/diagram';
import { isDiagramState, type DiagramState } from '../../../common/webview/diagramMessages';
import { Command, Webview } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import { commandTarget } from '../../platform/commandTarget';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';
import { pageOptions } from '../../webview/ui/webviewPage';
import { DiagramPanel, type DiagramPanelParts } from './diagramPanel';
import { t } from '../../../common/localization';

/** Registers Show Platform Diagram, and restores the diagrams of the last window. */
export function registerDiagram(
  server: LanguageServerClient,
  platforms: Platforms,
  extension: vscode.Uri,
  output: vscode.LogOutputChannel,
): DiagramPanels {
  return new DiagramPanels(platforms, { server, platforms, extension, output });
}

/** Provides the commits that wait for promotion, and what environments run. Only available with Git. */
export interface PromotionSource {
  readonly waiting: (platform: string) => WaitingCommits[];
  readonly states: (platform: string) => StateTexts[];
  readonly onDidChange: vscode.Event<unknown>;
}

/** One panel per platform. */
export class DiagramPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Set<DiagramPanel>();
  private promotion: Pick<PromotionSource, 'waiting' | 'states'> = { waiting: () => [], states: () => [] };
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly platforms: Platforms,
    private readonly parts: Omit<DiagramPanelParts, 'waiting' | 'states'>,
  ) {
    const { server } = parts;
    this.subscriptions = vscode.Disposable.from(
      vscode.commands.registerCommand(Command.showPlatformDiagram, (argument: unknown) => this.show(argument)),
      vscode.window.registerWebviewPanelSerializer(Webview.diagram, this),
      server.onDidChangePlatforms(() => this.refresh()),
      server.onDidChangeState(state => state === 'ready' && this.refresh()),
    );
  }

  /** Adds the numbers of waiting commits to the diagrams' arrows, and states to the headings of environments. */
  showPromotion(source: PromotionSource): vscode.Disposable {
    this.promotion = source;
    this.refresh();
    return source.onDidChange(() => this.refresh());
  }

  /** @param state the page's saved state; not validated, since another version of the extension may have saved it */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (isDiagramState(state)) this.adopt(panel, state);
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
    const shown = [...this.panels].find(each => each.platform === platform.uri);
    if (shown) {
      shown.panel.reveal();
      return;
    }
    const title = t('Diagram of {0}', platformLabel(platform));
    const options = { ...pageOptions(this.parts.extension), enableFindWidget: false };
    const panel = vscode.window.createWebviewPanel(Webview.diagram, title, vscode.ViewColumn.Active, options);
    this.adopt(panel, { platform: platform.uri, detail: 'auto', toggled: [] });
  }

  private adopt(panel: vscode.WebviewPanel, state: DiagramState): void {
    const opened = new DiagramPanel(panel, state, {
      ...this.parts,
      waiting: platform => this.promotion.waiting(platform),
      states: platform => this.promotion.states(platform),
    });
    this.panels.add(opened);
    opened.onDidClose(() => this.panels.delete(opened));
  }

  private refresh(): void {
    for (const each of this.panels) each.refresh();
  }
}
