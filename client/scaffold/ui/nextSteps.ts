import * as vscode from 'vscode';
import type { NextSteps } from '../../../common/protocol';
import { Command } from '../../core/ids';
import { showInformation } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { commandTarget } from '../../platform/commandTarget';
import { choosePlatform, targetOfActiveEditor } from '../../platform/ui/choose';
import { parseNextSteps } from '../parseNextSteps';
import type { NextStepsDocuments } from './nextStepsDocuments';
import { offerFollowUp } from './showFollowUp';
import { t } from '../../../common/localization';

/**
 * Registers Show Next Steps. The server runs it after the user has applied a scaffold or a migration as a code action, to report success and to offer
 * the next steps. The user runs it to open them again.
 */
export function registerNextSteps(platforms: Platforms, documents: NextStepsDocuments): vscode.Disposable {
  return vscode.commands.registerCommand(Command.showNextSteps, (argument: unknown) => {
    const next = parseNextSteps(argument);
    // Not awaited, since nobody waits for an answer to the notification.
    if (next) void offer(next, platforms, documents);
    else return reopen(platforms, documents, argument);
  });
}

async function offer(
  { uri, title, notes, followUp, mainBranch }: NextSteps,
  platforms: Platforms,
  documents: NextStepsDocuments,
): Promise<void> {
  const folder = vscode.Uri.parse(uri);
  const environment = platforms.all.find(platform => platform.uri === folder.toString())?.environments[0];
  const done = [t('{0}: done.', title), ...notes.slice(0, 1)].join(' ');
  if (followUp.length === 0) void showInformation([done, ...notes.slice(1)].join(' '));
  else await offerFollowUp(documents, { folder, title, notes, steps: followUp, environment, mainBranch }, done);
}

async function reopen(platforms: Platforms, documents: NextStepsDocuments, argument: unknown): Promise<void> {
  const named = commandTarget(argument).platform ?? targetOfActiveEditor(platforms.all).platform;
  const platform = await choosePlatform(platforms, named);
  if (!platform) return;
  const folder = vscode.Uri.parse(platform.uri);
  if (await documents.has(folder)) await documents.show(folder);
  else void showInformation(t('There are no next steps yet. Commands that change the platform add theirs.'));
}
