import { isInFolder } from '../../../common/node/paths';
import * as vscode from 'vscode';
import { View } from '../../core/ids';
import { frozenText, hasFailed, statusText } from '../stageText';
import { driftText } from '../driftState';
import type { DriftStates } from './driftStates';
import type { PromotionRepositories } from './promotionRepositories';
import { labelText } from '../../../common/messageText';
import { t } from '../../../common/localization';

/** The status item with the state of promotion: `ops ✓ main · 3 commits to promote to apps`. Hidden for repositories without promotion. */
export class PromotionStatus implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private item: vscode.StatusBarItem | undefined;

  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly drift: DriftStates,
  ) {
    this.subscriptions = vscode.Disposable.from(
      drift.onDidChange(() => this.show()),
      repositories.onDidChange(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item?.dispose();
  }

  private show(): void {
    const file = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
    const { all, promoting } = this.repositories;
    const ofFile = all.find(({ root }) => isInFolder(file, root));
    const repository = promoting.find(each => each === ofFile || !ofFile);
    const drift = (environment: string) => this.drift.of(repository?.root ?? '', environment);
    const stages = repository?.stages ?? [];
    const main = repository?.reading.facts.mainBranch ?? '';
    const text = statusText(stages, main, environment => drift(environment).open);
    if (text === '') return this.item?.hide();
    this.item ??= createItem();
    this.item.text = labelText(text);
    // With the age of the newest check, or report of a pipeline.
    const now = Date.now();
    const states = stages.map(({ environment }) => `${environment}: ${driftText(drift(environment), now)}`);
    const freezes = stages.flatMap(stage => frozenText(stage, now) ?? []);
    this.item.tooltip = [t('Kubestack: show changes waiting for promotion'), ...freezes, ...states].join('\n');
    this.item.accessibilityInformation = { label: `Kubestack: ${text}`, role: 'button' };
    const isFailed = stages.some(hasFailed);
    this.item.backgroundColor = isFailed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.item.show();
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('kubestack.promotion', vscode.StatusBarAlignment.Left, 0);
  item.name = t('Kubestack Promotion');
  item.command = `${View.promotion}.focus`;
  return item;
}
