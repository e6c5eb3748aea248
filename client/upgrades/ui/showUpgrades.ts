/** *Show Upgrades*: until when the clusters' versions of Kubernetes are supported, and the steps to the next ones. */
import * as vscode from 'vscode';
import { markdownName } from '../../../common/markdown';
import { t } from '../../../common/localization';
import { errorMessage } from '../../core/errorMessage';
import { Command, Scheme } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { MarkdownDocuments } from '../../core/markdownDocuments';
import { showError, showInformation, withProgress } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { commandTarget } from '../../platform/commandTarget';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';

export function registerUpgrades(server: LanguageServerClient, platforms: Platforms): vscode.Disposable {
  const documents = new MarkdownDocuments(Scheme.upgrades);
  const command = vscode.commands.registerCommand(Command.showUpgrades, async (argument: unknown) => {
    const active = targetOfActiveEditor(platforms.all);
    const platform = await choosePlatform(platforms, commandTarget(argument).platform ?? active.platform);
    if (!platform) return;
    const name = platformLabel(platform);
    const title = t('Upgrades of {0}', name);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    try {
      const workspace = { kind: 'workspace' } as const;
      const question = { uri: platform.uri, before: workspace, after: workspace, sections: ['upgrades'] as const };
      const { markdown: texts } = await withProgress(options, (_, token) =>
        server.review({ ...question, markdown: 'text' }, token),
      );
      const markdown = texts?.upgrades ?? '';
      if (markdown === '') void showInformation(t('{0} has no cluster.', name));
      else await documents.show(title, `# ${t('Upgrades of {0}', markdownName(name))}\n\n${markdown}\n`);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void showError(t("The upgrades of {0} can't be shown: {1}", name, errorMessage(error)));
    }
  });
  return vscode.Disposable.from(command, documents);
}
