/**
 * *Show…* and *Add…*: commands that only open another view or ask for another part of a platform share an entry in the Command Palette. What
 * people do daily keeps its own entry, too.
 */
import * as vscode from 'vscode';
import { t } from '../../common/localization';
import { ADDING_COMMANDS, Command, SHOWING_COMMANDS } from './ids';
import { pickOne } from './quickPicks';

/** @param extension whose package.json has the titles, in the language of the user interface */
export function registerCommandGroups(extension: vscode.Extension<unknown>): vscode.Disposable {
  const { contributes } = extension.packageJSON as {
    contributes: { commands: readonly { command: string; title: string | { value: string } }[] };
  };
  const titles = new Map(
    contributes.commands.map(({ command, title }) => [command, typeof title === 'string' ? title : title.value]),
  );
  const choose = async (group: readonly string[], placeHolder: string): Promise<void> => {
    // Browsers have none of the commands that need programs.
    const registered = new Set(await vscode.commands.getCommands(true));
    const items = group
      .filter(command => registered.has(command))
      .map(command => ({ label: titles.get(command) ?? command, command }));
    const chosen = await pickOne(items, { placeHolder });
    if (chosen) await vscode.commands.executeCommand(chosen.command);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Command.show, () => choose(SHOWING_COMMANDS, t('What do you want to show?'))),
    vscode.commands.registerCommand(Command.add, () => choose(ADDING_COMMANDS, t('What do you want to add?'))),
  );
}
