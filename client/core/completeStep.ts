import * as vscode from 'vscode';
import { EXTENSION, STEPS, WALKTHROUGH } from './ids';

const done = new Set<keyof typeof STEPS>();

/**
 * Completes a step of the walkthrough. Call it when the action has finished. `completionEvents` in package.json name the context key. VS
 * Code ignores a key that was set before it read the walkthrough, so an internal command marks the step, too; in versions without that
 * command only the tick is missing.
 */
export function completeStep(step: keyof typeof STEPS): void {
  if (done.has(step)) return;
  done.add(step);
  void vscode.commands.executeCommand('setContext', STEPS[step], true);
  vscode.commands
    .executeCommand('welcome.markStepComplete', `${EXTENSION}#${WALKTHROUGH}#${step}`)
    .then(undefined, () => undefined);
}
