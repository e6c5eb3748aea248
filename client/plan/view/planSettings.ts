import * as vscode from 'vscode';
import { Setting } from '../../ids';

/** What the settings say of a platform's plans. In an untrusted workspace VS Code leaves out what the workspace says. */
export function planSettings(folder: vscode.Uri): { executable: string; arguments: string[] } {
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  return {
    executable: configuration.get<string>(Setting.terraformPath, ''),
    arguments: configuration.get<string[]>(Setting.planArguments, []),
  };
}
