/** Opens terminals. No other code does. */
import * as vscode from 'vscode';
import { hasControlCharacter } from '../../../common/controlCharacters';
import { commandLineOf } from '../shellLine';
import { requireTrust } from '../trust';
import { t } from '../../../common/localization';

export interface TypedLine {
  /** Name of the terminal. */
  readonly name: string;
  /** Working folder of its shell. */
  readonly folder: vscode.Uri;
  /** Environment variables of its shell. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether to reuse an open terminal with this name. */
  readonly reuse?: boolean;
  readonly line: string;
}

/** Types several commands. @throws like {@link typeIntoTerminal} */
export const typeCommands = (name: string, folder: vscode.Uri, commands: readonly string[]): void =>
  typeIntoTerminal({ name, folder, reuse: true, line: commandLineOf(commands, process.platform) });

/**
 * Types a line into a terminal without running it: the user reads it and presses Enter.
 *
 * @throws RestrictedModeError in Restricted Mode; Error if the line contains a control character, which a terminal would interpret
 */
export function typeIntoTerminal({ name, folder, environment, reuse, line }: TypedLine): void {
  requireTrust();
  if (hasControlCharacter(line))
    throw new Error(t('The command has a line break or another control character, so it was not typed.'));
  const open = vscode.window.terminals.find(each => reuse && each.name === name && each.exitStatus === undefined);
  const terminal =
    open ??
    vscode.window.createTerminal({ name, cwd: folder, ...(environment && { env: environment }), isTransient: true });
  terminal.show();
  terminal.sendText(line, false);
}
