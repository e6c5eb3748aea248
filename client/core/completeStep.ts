import * as vscode from 'vscode';
import { ContextKey, type StepKey } from './ids';

/** Completes a step of the walkthrough: `completionEvents` in package.json names the context key. Call it when the action was done, not when it began. */
export const completeStep = (step: StepKey): void =>
  void vscode.commands.executeCommand('setContext', ContextKey[step], true);
