/** The one place that opens terminals. */
import * as vscode from 'vscode';
import { hasControlCharacter } from '../../../common/controlCharacters';
import { commandLineOf } from '../shellLine';
import { requireTrust } from '../trust';

export interface TypedLine {
  /** Name of the terminal. */
  readonly name: string;
  /** Where its shell starts. */
  readonly folder: vscode.Uri;
  /** Variables for its shell. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Take the terminal of that name where it is open. */
  readonly reuse?: boolean;
  readonly line: string;
}

/** Types commands that follow each other. @throws as {@link typeIntoTerminal} */
export const typeCommands = (name: string, folder: vscode.Uri, commands: readonly string[]): void =>
  typeIntoTerminal({ name, folder, reuse: true, line: commandLineOf(commands, process.platform) });

/**
 * Types a line into a terminal and does not run it: the person reads it and presses Enter.
 *
 * @throws RestrictedModeError in Restricted Mode; Error when the line has a control character, as a terminal would act on it
 */
export function typeIntoTerminal({ name, folder, environment, reuse, line }: TypedLine): void {
  requireTrust();
  if (hasControlCharacter(line))
    throw new Error(vscode.l10n.t('The command has a line break or another control character, so it was not typed.'));
  const open = vscode.window.terminals.find(each => reuse && each.name === name && each.exitStatus === undefined);
  const terminal =
    open ??
    vscode.window.createTerminal({ name, cwd: folder, ...(environment && { env: environment }), isTransient: true });
  terminal.show();
  terminal.sendText(line, false);
}
