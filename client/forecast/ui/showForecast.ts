/** *Show Forecast*: the resources that the uncommitted changes, or the changes since a revision, replace, destroy, create and update. */
import * as vscode from 'vscode';
import { codeSpan, markdownName } from '../../../common/markdown';
import { t } from '../../../common/localization';
import { errorMessage } from '../../core/errorMessage';
import { isRecord } from '../../../common/isRecord';
import { Command, Scheme } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { MarkdownDocuments } from '../../core/markdownDocuments';
import { promptForText, showError, showInformation, withProgress } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import type { Platforms } from '../../core/platforms';
import type { Platform } from '../../../common/protocol';
import type { RevisionReader } from '../../core/revisionReader';
import { commandTarget } from '../../platform/commandTarget';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';

export class ForecastCommand implements vscode.Disposable {
  private readonly documents = new MarkdownDocuments(Scheme.forecast);
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
    /** The first one that reads a platform is used. */
    private readonly readers: readonly RevisionReader[],
  ) {
    this.registration = vscode.commands.registerCommand(Command.showForecast, (argument: unknown) =>
      this.show(argument),
    );
  }

  dispose(): void {
    this.registration.dispose();
    this.documents.dispose();
  }

  private async show(argument: unknown): Promise<void> {
    const active = targetOfActiveEditor(this.platforms.all);
    const platform = await choosePlatform(this.platforms, commandTarget(argument).platform ?? active.platform);
    if (!platform) return;
    const reader = this.readers.find(each => each.reads(platform.uri));
    if (!reader) {
      void showError(t('A forecast compares with a revision, and this folder has none that can be read.'));
      return;
    }
    const revision = revisionIn(argument) ?? (await chooseRevision());
    if (revision === undefined) return;
    try {
      await this.forecast(platform, revision, reader);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void showError(t('There is no forecast of the changes since {0}: {1}', revision, errorMessage(error)));
    }
  }

  private async forecast(platform: Platform, revision: string, reader: RevisionReader): Promise<void> {
    const name = platformLabel(platform);
    const title = t('Forecast of {0}', name);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    const markdown = await withProgress(options, async (_, token) => {
      const before = { kind: 'files' as const, files: await reader.read(platform.uri, revision) };
      if (token.isCancellationRequested) return undefined;
      const after = { kind: 'workspace' as const };
      const params = { uri: platform.uri, before, after, markdown: 'locations' as const };
      return (await this.server.forecast(params, token)).markdown;
    });
    if (markdown === undefined) return;
    if (markdown === '') {
      void showInformation(t('The changes since {0} affect no resource of {1} in any environment.', revision, name));
      return;
    }
    const heading = t('Forecast of {0}: changes since {1}', markdownName(name), codeSpan(revision));
    const limits = t(
      'A forecast knows the code of both sides, but no state and nothing of the cloud. A plan shows what Terraform would do.',
    );
    await this.documents.show(title, `# ${heading}\n\n${limits}\n\n${markdown}`);
  }
}

/** The revision that a code lens passes. */
const revisionIn = (argument: unknown): string | undefined => {
  const revision = isRecord(argument) ? argument['revision'] : undefined;
  return typeof revision === 'string' ? revision : undefined;
};

/** Undefined on cancel. */
async function chooseRevision(): Promise<string | undefined> {
  const head = { label: 'HEAD', description: t('uncommitted changes'), revision: 'HEAD' };
  const other = { label: t('Another Revision…'), icon: 'search', revision: undefined };
  const chosen = await pickOne([head, other], { placeHolder: t('Changes since which revision?') });
  if (!chosen || chosen.revision !== undefined) return chosen?.revision;
  const prompt = t('A commit, branch or tag, for example the deploy tag of an environment');
  const revision = (await promptForText({ prompt }))?.trim();
  return revision === '' ? undefined : revision;
}
