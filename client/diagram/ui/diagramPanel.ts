import * as vscode from 'vscode';
import type {
  Diagram,
  DiagramParams,
  DiagramResult,
  DiagramTextParams,
  DiagramTextResult,
  StateTexts,
  WaitingCommits,
} from '../../../common/diagram/diagram';
import { Method } from '../../../common/protocol';
import {
  DIAGRAM_PAGE_MESSAGES,
  type DiagramFormat,
  type DiagramHostMessage,
  type DiagramPageMessage,
  type DiagramState,
  type DiagramView,
} from '../../../common/webview/diagramMessages';
import { completeStep } from '../../core/completeStep';
import { coalesced } from '../../../common/coalesced';
import { errorMessage } from '../../core/errorMessage';
import { Command, View, Webview } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { showError, showInformation } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { WebviewPage } from '../../webview/ui/webviewPage';
import { pageTexts } from '../pageTexts';
import { withStates } from '../environmentStates';
import { t } from '../../../common/localization';

export interface DiagramPanelParts {
  readonly server: LanguageServerClient;
  readonly platforms: Platforms;
  /** Provides the numbers of commits that wait for promotion in a platform, if Git knows them. */
  readonly waiting: (platform: string) => WaitingCommits[];
  /** Provides what the environments of a platform run, if Git knows it. */
  readonly states: (platform: string) => StateTexts[];
  readonly extension: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
}

/**
 * The diagram of one platform. It updates when the code changes; any number of changes during a running request cause one further request.
 */
export class DiagramPanel {
  private readonly page: WebviewPage<DiagramHostMessage, DiagramPageMessage>;
  private readonly locations = new Map<string, Diagram['nodes'][number]>();
  private view: DiagramView;
  private sent = '';
  private isReady = false;

  /** @param state the page's saved or initial state. */
  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly state: DiagramState,
    private readonly parts: DiagramPanelParts,
  ) {
    this.view = state;
    const { platform } = state;
    const kind = { viewType: Webview.diagram, script: 'diagram', messages: DIAGRAM_PAGE_MESSAGES, platform };
    this.page = new WebviewPage(panel, kind, parts.extension);
    this.page.onDidReceive(message => this.receive(message));
  }

  get platform(): string {
    return this.state.platform;
  }

  get onDidClose(): vscode.Event<void> {
    return this.page.onDidClose;
  }

  /** Repeats the request and updates the page if the answer changed. */
  refresh(): void {
    if (this.isReady) this.requestAgain();
  }

  private readonly requestAgain = coalesced(() => this.request());

  private async receive(message: DiagramPageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        // The page is new or was hidden, so it has no content.
        this.isReady = true;
        this.sent = '';
        this.view = message;
        this.page.post({
          type: 'start',
          texts: pageTexts(),
          state: { ...this.state, detail: message.detail, toggled: message.toggled },
        });
        return this.refresh();
      case 'detail':
        this.view = message;
        return this.refresh();
      case 'open':
        return this.open(message.id);
      case 'promotion':
        return void vscode.commands.executeCommand(`${View.promotion}.focus`);
      case 'export':
        return this.export(message.format);
    }
  }

  private async request(): Promise<void> {
    try {
      const { diagram } = await this.parts.server.request<DiagramParams, DiagramResult>(Method.diagram, {
        ...this.question(),
        ...(this.view.room ? { room: this.view.room } : {}),
      });
      if (diagram) this.show(withStates(diagram, this.parts.states(this.platform)));
      else this.nothing(t('This folder has no Kubestack platform any more.'));
    } catch (error) {
      this.parts.output.warn(`Platform diagram: ${errorMessage(error)}`);
      // Keeps the last diagram while the server restarts.
      if (this.locations.size === 0) this.nothing(t('The diagram is unavailable: {0}', errorMessage(error)));
    }
  }

  private question() {
    const { detail, toggled } = this.view;
    return { uri: this.platform, detail, toggled, waiting: this.parts.waiting(this.platform) };
  }

  private show(diagram: Diagram): void {
    const text = JSON.stringify(diagram);
    if (text === this.sent) return;
    this.sent = text;
    this.locations.clear();
    for (const node of diagram.nodes) this.locations.set(node.id, node);
    this.page.post({ type: 'show', diagram });
    completeStep('compare');
  }

  private nothing(reason: string): void {
    this.sent = '';
    this.locations.clear();
    this.page.post({ type: 'nothing', reason });
  }

  /** Opens the code of a node. For an environment, whose code is in all modules, opens its effective configuration. */
  private async open(id: string): Promise<void> {
    const node = this.locations.get(id);
    if (!node) return;
    if (node.kind === 'environment') {
      await vscode.commands.executeCommand(Command.showEffectiveConfiguration, {
        platform: this.platform,
        environment: node.name,
      });
      return;
    }
    if (!node.location) return;
    const { uri, range } = node.location;
    const { start } = range;
    const selection = new vscode.Range(start.line, start.character, start.line, start.character);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri), { selection, preview: true });
  }

  private async export(format: DiagramFormat): Promise<void> {
    const name = format === 'svg' ? 'platform.svg' : 'platform.mmd';
    const filters = format === 'svg' ? { SVG: ['svg'] } : { Mermaid: ['mmd', 'mermaid'] };
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(this.platform), name),
      filters,
      title: t('Export Platform Diagram'),
    });
    if (!target) return;
    try {
      const { text } = await this.parts.server.request<DiagramTextParams, DiagramTextResult>(Method.diagramText, {
        ...this.question(),
        format,
      });
      if (text === undefined) throw new Error(t('This folder has no Kubestack platform any more.'));
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      await this.offerToOpen(target);
    } catch (error) {
      await showError(t('The diagram was not saved: {0}', errorMessage(error)));
    }
  }

  private async offerToOpen(file: vscode.Uri): Promise<void> {
    const open = t('Open');
    const chosen = await showInformation(t('The diagram was saved as {0}.', file.path.split('/').at(-1) ?? ''), open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', file);
  }
}
