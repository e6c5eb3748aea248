import * as vscode from 'vscode';
import { CONFIGURATION_LANGUAGES } from '../../../common/languages';
import { Command, Scheme } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import { serverStatus } from '../serverStatus';
import { labelText, messageText } from '../../../common/messageText';
import { t } from '../../../common/localization';

/** The language status item: the state of the server, and the platforms that it has found. Created when the server is started. */
export class StatusItem implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private item: vscode.LanguageStatusItem | undefined;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
  ) {
    this.subscriptions = vscode.Disposable.from(
      server.onDidChangeState(() => this.show()),
      platforms.onDidChange(() => this.show()),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item?.dispose();
  }

  private show(): void {
    if (this.server.state === 'off') return;
    this.item ??= createItem();
    const isLoaded = this.platforms.state !== 'loading';
    const state = this.platforms.state === 'failed' ? 'failed' : this.server.state;
    const status = serverStatus(state, this.platforms.all, isLoaded);
    const { Error: error, Information: information } = vscode.LanguageStatusSeverity;
    this.item.severity = status.severity === 'error' ? error : information;
    this.item.busy = status.busy;
    this.item.text = labelText(`Kubestack: ${status.text}`);
    this.item.detail = labelText(messageText(status.detail));
    this.item.command =
      status.severity === 'error'
        ? { command: Command.restartServer, title: t('Restart') }
        : { command: Command.showOutput, title: t('Show Output') };
    this.item.accessibilityInformation = {
      label: `Kubestack: ${[status.text, status.detail].filter(Boolean).join(', ')}`,
    };
  }
}

function createItem(): vscode.LanguageStatusItem {
  const selector = [...CONFIGURATION_LANGUAGES.map(language => ({ language })), { scheme: Scheme.effective }];
  const item = vscode.languages.createLanguageStatusItem('kubestack.status', selector);
  item.name = 'Kubestack';
  return item;
}
