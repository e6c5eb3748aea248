import * as vscode from 'vscode';
import { EXTENSION, STEPS, WALKTHROUGH } from './ids';

const done = new Set<keyof typeof STEPS>();

/**
 * Completes a step of the walkthrough. Call it when the action was done, not when it began. The context key is what `completionEvents` in
 * package.json name. VS Code ignores a key that was set before it read the walkthrough, so it is told directly too; where it doesn't know that
 * command any more, nothing is lost but the tick.
 */
export function completeStep(step: keyof typeof STEPS): void {
  if (done.has(step)) return;
  done.add(step);
  void vscode.commands.executeCommand('setContext', STEPS[step], true);
  vscode.commands
    .executeCommand('welcome.markStepComplete', `${EXTENSION}#${WALKTHROUGH}#${step}`)
    .then(undefined, () => undefined);
}
