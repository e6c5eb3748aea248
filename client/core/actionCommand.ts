/** Commands of code actions that VS Code can still run after it has discarded the actions. */
import * as vscode from 'vscode';

/** Number of actions whose commands are kept. A user runs an action soon after it was resolved. */
const MAX_KEPT = 20;

const kept: vscode.Disposable[] = [];
let count = 0;

/**
 * VS Code keeps the arguments of an action's command only as long as the list of actions. It discards the list when the action's edit changes the
 * document, which can be before it runs the command: "Actual command not found". Therefore the action gets a command without arguments.
 *
 * @param action a resolved action, which is changed
 */
export function withLastingCommand(action: vscode.CodeAction): vscode.CodeAction {
  const { command: id, arguments: parameters = [], ...shown } = action.command ?? { command: '', title: '' };
  if (parameters.length === 0) return action;
  const lasting = `kubestack.codeAction.${++count}`;
  const run = (): Thenable<unknown> => vscode.commands.executeCommand(id, ...(parameters as unknown[]));
  kept.push(vscode.commands.registerCommand(lasting, run));
  if (kept.length > MAX_KEPT) kept.shift()?.dispose();
  action.command = { ...shown, command: lasting };
  return action;
}
