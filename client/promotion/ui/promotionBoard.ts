import * as vscode from 'vscode';
import { clustersOf } from '../../../common/forecast/lostClusters';
import { isBoardState, BOARD_PAGE_MESSAGES } from '../../../common/webview/boardMessages';
import type { BoardHostMessage, BoardPageMessage, BoardTarget } from '../../../common/webview/boardMessages';
import { Command, Webview } from '../../core/ids';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import type { StagedSource } from '../../scaffold/stagedSource';
import { pageOptions, WebviewPage } from '../../webview/ui/webviewPage';
import { promotionBoard, waitingComparison } from '../board';
import { boardTexts } from '../boardTexts';
import { shortHash } from '../commitGraph';
import type { RevisionPair } from '../promotionNode';
import type { Stage } from '../stage';
import type { DriftStates } from './driftStates';
import type { PromotionRepositories } from './promotionRepositories';
import type { RevisionChanges } from './revisionChanges';
import { t } from '../../../common/localization';

/** Refresh interval of relative times such as "2 hours ago", in milliseconds. */
const MINUTE = 60_000;

/** The command Show Promotion Board, and the board of this window: environments as columns, updated when a repository changes. */
export class PromotionBoard implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private page: WebviewPage<BoardHostMessage, BoardPageMessage> | undefined;
  private sent = '';
  private isReady = false;
  private readonly subscriptions: vscode.Disposable;
  private readonly timer = setInterval(() => this.refresh(), MINUTE);

  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly changes: RevisionChanges,
    private readonly drift: DriftStates,
    private readonly staged: Pick<StagedSource, 'of' | 'onDidChange'>,
    private readonly extension: vscode.Uri,
  ) {
    this.subscriptions = vscode.Disposable.from(
      registerTrustedCommand(Command.promotionBoard, () => Promise.resolve(this.show())),
      vscode.window.registerWebviewPanelSerializer(Webview.board, this),
      repositories.onDidChange(() => this.refresh()),
      drift.onDidChange(() => this.refresh()),
      staged.onDidChange(() => this.refresh()),
    );
  }

  /** @param state the page's saved state; not validated, since another version of the extension may have saved it */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (this.page || (state !== undefined && !isBoardState(state))) panel.dispose();
    else this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    clearInterval(this.timer);
    this.subscriptions.dispose();
    this.page?.dispose();
  }

  private show(): void {
    if (this.page) return this.page.panel.reveal();
    const options = { ...pageOptions(this.extension), enableFindWidget: true };
    const title = t('Promotion Board');
    this.adopt(vscode.window.createWebviewPanel(Webview.board, title, vscode.ViewColumn.Active, options));
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const kind = { viewType: Webview.board, script: 'board', messages: BOARD_PAGE_MESSAGES };
    const page = new WebviewPage<BoardHostMessage, BoardPageMessage>(panel, kind, this.extension);
    this.page = page;
    this.isReady = false;
    page.onDidReceive(message => this.receive(message));
    page.onDidClose(() => (this.page = undefined));
  }

  private async receive(message: BoardPageMessage): Promise<void> {
    const run = (command: string, argument?: unknown) => vscode.commands.executeCommand<void>(command, argument);
    if (message.type === 'ready') {
      // The page is new or was hidden, so it has no content.
      this.isReady = true;
      this.sent = '';
      this.page?.post({ type: 'start', texts: boardTexts() });
      return this.refresh();
    }
    if (message.type === 'refresh') return run(Command.promotionRefresh);
    const { repository, environment } = message;
    const target = { repository, environment };
    switch (message.type) {
      case 'promote':
        return run(Command.promote, target);
      case 'rollBack':
        return run(Command.rollBack, target);
      case 'run':
        return run(Command.promotionOpenRun, this.runOf(target));
      case 'drift':
        return run(Command.checkDrift, this.platformTarget(target));
      case 'changes':
        return this.compare(target, this.waitingIn(target));
      case 'commit':
        return this.compare(target, this.commitIn(target, message.hash));
    }
  }

  private readonly refresh = (): void => {
    if (!this.isReady || !this.page) return;
    const { shown } = this.repositories;
    const message: BoardHostMessage =
      shown.length === 0
        ? { type: 'nothing', reason: this.reason() }
        : { type: 'show', repositories: promotionBoard(shown, this.context()) };
    const text = JSON.stringify(message);
    if (text === this.sent) return;
    this.sent = text;
    this.page.post(message);
  };

  private context(): Parameters<typeof promotionBoard>[1] {
    return {
      now: Date.now(),
      drift: this.drift.of,
      time: milliseconds => new Date(milliseconds).toLocaleString(),
      changes: (root, before, after, environment) => {
        const repository = this.repositories.at(root);
        if (!repository) return [];
        const change = { repository, before, after, environment };
        const values = this.changes.valuesNow(change);
        if (!values) void this.changes.values(change).then(this.refresh);
        return values?.lines;
      },
      losses: (root, before, after, environment) => {
        const repository = this.repositories.at(root);
        if (!repository) return [];
        const change = { repository, before, after, environment };
        const resources = this.changes.resourcesNow(change);
        if (!resources) void this.changes.resources(change).then(this.refresh);
        return clustersOf(resources?.lost ?? []);
      },
      staged: root => (this.repositories.at(root)?.platforms ?? []).flatMap(({ uri }) => this.staged.of(uri)),
    };
  }

  private reason(): string {
    const { problem, all } = this.repositories;
    if (problem === 'noGit') return t("Git isn't installed, or VS Code doesn't find it.");
    if (problem !== undefined) return t('The platform is not in a readable Git repository.');
    if (all.length === 0) return t('Reading the repository…');
    return t('Nothing is promoted here yet: this repository has no deploy tag, and no pipeline deploys one.');
  }

  private stageAt({ repository, environment }: BoardTarget): Stage | undefined {
    return this.repositories.at(repository)?.stages.find(stage => stage.environment === environment);
  }

  private waitingIn(target: BoardTarget): RevisionPair | undefined {
    const stage = this.stageAt(target);
    const found = stage && waitingComparison(stage);
    return found && { ...found, title: t('Changes Waiting for {0}', target.environment) };
  }

  private commitIn(target: BoardTarget, hash: string): RevisionPair | undefined {
    const commit = this.stageAt(target)?.waiting.find(each => each.hash === hash);
    return commit && { before: commit.parents[0], after: hash, title: `${shortHash(hash)} ${commit.subject}` };
  }

  /** With the platform, if the repository has only one. */
  private platformTarget({ repository, environment }: BoardTarget): { environment: string; platform?: string } {
    const [only, ...others] = this.repositories.at(repository)?.platforms ?? [];
    return { environment, ...(only && others.length === 0 ? { platform: only.uri } : {}) };
  }

  private runOf(target: BoardTarget): BoardTarget & { url?: string } {
    const url = this.stageAt(target)?.pipeline?.state.url;
    return { ...target, ...(url === undefined ? {} : { url }) };
  }

  private async compare(target: BoardTarget, comparison: RevisionPair | undefined): Promise<void> {
    if (comparison) await vscode.commands.executeCommand(Command.promotionShowChanges, { ...target, comparison });
  }
}
