import * as vscode from 'vscode';
import type { NextSteps } from '../../../common/protocol';
import { Command } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { parseNextSteps } from '../parseNextSteps';
import { offerFollowUp } from './showFollowUp';
import { showInformation } from '../../core/messages';

/** Registers what the server has run after a change that was chosen in the light bulb, as a scaffold or a migration: says that it is done, and offers what comes next. */
export function registerNextSteps(platforms: Platforms): vscode.Disposable {
  return vscode.commands.registerCommand(Command.showNextSteps, (argument: unknown) => {
    const next = parseNextSteps(argument);
    // It goes on while the notification is open, as nobody waits for an answer.
    if (next) void offer(next, platforms);
  });
}

async function offer({ uri, title, notes, followUp }: NextSteps, platforms: Platforms): Promise<void> {
  const folder = vscode.Uri.parse(uri);
  const environment = platforms.all.find(platform => platform.uri === folder.toString())?.environments[0];
  const done = [vscode.l10n.t('{0}: done.', title), ...notes.slice(0, 1)].join(' ');
  if (followUp.length === 0) void showInformation([done, ...notes.slice(1)].join(' '));
  else await offerFollowUp({ folder, title, notes, steps: followUp, environment }, done);
}
