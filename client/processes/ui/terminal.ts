/** Opens terminals. No other code does. */
import * as vscode from 'vscode';
import { hasControlCharacter } from '../../../common/controlCharacters';
import type { StepTarget, Terminals } from '../../core/terminals';
import { shellOf } from '../shellLine';
import { checkStep, setVariables, type CheckTarget } from '../stepCheck';
import { typedLine, type ShellTarget } from '../stepCommands';
import { requireTrust } from '../trust';
import { t } from '../../../common/localization';

/** Time that a shell has to report its first prompt. */
const SHELL_INTEGRATION_MS = 3_000;

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

/** The terminals of this machine, for next steps. */
export const stepTerminals: Terminals = {
  line: (commands, target) => typedLine(commands, shellTarget(target)),
  type: (folder, line) =>
    typeIntoTerminal({ name: t('Kubestack: {0}', folderName(folder)), folder, reuse: true, line }),
  check: async (check, target, token) => {
    requireTrust();
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      return await checkStep(check, { ...checkTarget(target), signal: abort.signal });
    } finally {
      listener.dispose();
    }
  },
  variables: target => setVariables(checkTarget(target)),
};

const checkTarget = ({ folder, imagePrograms, set }: StepTarget): CheckTarget => ({
  folder: folder.fsPath,
  imagePrograms,
  set,
  environment: process.env,
});

/** A workspace folder has no relative path. */
function folderName(folder: vscode.Uri): string {
  const opened = vscode.workspace.getWorkspaceFolder(folder);
  return opened?.uri.toString() === folder.toString() ? opened.name : vscode.workspace.asRelativePath(folder);
}

function shellTarget({ imagePrograms, variables }: StepTarget): ShellTarget {
  const shell = shellOf(vscode.env.shell, process.platform);
  const isGitBash = process.platform === 'win32' && shell === 'posix';
  return { shell, imagePrograms, variables, hasBrowser: vscode.env.remoteName === undefined, isGitBash };
}

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
  if (open) terminal.sendText(line, false);
  else typeAtPrompt(terminal, line);
}

/**
 * Types a line at the first prompt of a new terminal: before it, the terminal shows the line, and the shell shows it again behind its prompt. A shell
 * without shell integration doesn't tell when it is ready, so the line is typed after a while.
 */
function typeAtPrompt(terminal: vscode.Terminal, line: string): void {
  const done = vscode.Disposable.from(
    vscode.window.onDidChangeTerminalShellIntegration(event => {
      if (event.terminal === terminal) type();
    }),
    vscode.window.onDidCloseTerminal(closed => {
      if (closed === terminal) end();
    }),
  );
  const timer = setTimeout(() => type(), SHELL_INTEGRATION_MS);
  const end = (): void => {
    clearTimeout(timer);
    done.dispose();
  };
  const type = (): void => {
    end();
    terminal.sendText(line, false);
  };
}
