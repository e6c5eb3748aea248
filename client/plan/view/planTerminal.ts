import * as vscode from 'vscode';
import type { Platform } from '../../../server/protocol';
import { findExecutable } from '../executable';
import { planSettings } from './planSettings';
import type { PlanEntry } from './planEntry';
import { commandLine } from './commandLine';

/**
 * Opens a terminal in the platform's folder, with the command of the plan typed in and not run. The environment is chosen by the
 * terminal's own variable, so that the selected workspace stays the one it is.
 */
export async function openInTerminal(platform: Platform, entry: PlanEntry): Promise<void> {
  const folder = vscode.Uri.parse(platform.uri);
  const settings = planSettings(folder);
  const question = { setting: settings.executable, folder: folder.fsPath, environment: process.env };
  const found = await findExecutable(question);
  const program = 'executable' in found ? found.executable.path : settings.executable || 'terraform';
  const isInit = entry.outcome?.kind === 'initializationNeeded';
  const parameters = isInit ? ['init'] : ['plan', ...settings.arguments];
  const { environment } = entry;
  const terminal = vscode.window.createTerminal({
    name: isInit ? vscode.l10n.t('Initialize') : vscode.l10n.t('Plan {0}', environment),
    cwd: folder,
    // An initialization selects a workspace that is named, or asks for one.
    ...(!isInit && { env: { TF_WORKSPACE: environment } }),
    isTransient: true,
  });
  terminal.show();
  terminal.sendText(commandLine(program, parameters, process.platform), false);
}
