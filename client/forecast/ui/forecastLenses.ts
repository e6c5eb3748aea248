/** The code lens *Show Forecast* above modules with uncommitted changes. */
import * as vscode from 'vscode';
import { iconLabel } from '../../../common/messageText';
import { t } from '../../../common/localization';
import { CONFIGURATION_LANGUAGES } from '../../../common/languages';
import { Command, Setting } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { gitApi, type GitApi } from '../../git/gitExtension';
import { platformOf } from '../../platform/commandTarget';
import { changedModules } from '../changedModules';

export class ForecastLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly watched = new WeakSet<object>();
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly platforms: Platforms) {
    const selector = CONFIGURATION_LANGUAGES.map(language => ({ language, scheme: 'file' }));
    this.subscriptions.push(
      vscode.languages.registerCodeLensProvider(selector, this),
      // Git runs only then.
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()),
      this.changed,
    );
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const platform = platformOf(this.platforms.all, document.uri.toString());
    const isEnabled = vscode.workspace.getConfiguration(undefined, document).get<boolean>(Setting.codeLens, true);
    if (!platform || !isEnabled) return [];
    const api = await gitApi();
    if (!api || !this.watch(api, document.uri)) return [];
    const title = iconLabel('telescope', t('Show Forecast'));
    const command = { title, command: Command.showForecast, arguments: [{ platform: platform.uri, revision: 'HEAD' }] };
    return changedModules(document.getText(), await committedText(api, document.uri)).map(
      line => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command),
    );
  }

  /** Updates the lenses after commits. @returns whether the file is in a repository with a commit */
  private watch(api: GitApi, uri: vscode.Uri): boolean {
    const repository = api.getRepository(uri);
    if (!repository?.state.HEAD?.commit) return false;
    if (!this.watched.has(repository)) {
      this.watched.add(repository);
      let commit = repository.state.HEAD.commit;
      this.subscriptions.push(
        repository.state.onDidChange(() => {
          const now = repository.state.HEAD?.commit;
          if (now === undefined || now === commit) return;
          commit = now;
          this.changed.fire();
        }),
      );
    }
    return true;
  }
}

/** The text at HEAD; undefined if the file isn't there. */
async function committedText(api: GitApi, uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(api.toGitUri(uri, 'HEAD')));
  } catch {
    return undefined;
  }
}
