import * as vscode from 'vscode';
import { Setting } from '../../core/ids';

/** What the settings say of a platform's plans. */
export interface PlanSettings {
  executable: string;
  arguments: string[];
  /** Run in the platform's own image. */
  inContainer: boolean;
}

/** @returns the settings of a folder. In an untrusted workspace VS Code leaves out what the workspace says. */
export function planSettings(folder: vscode.Uri): PlanSettings {
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  return {
    executable: configuration.get<string>(Setting.terraformPath, ''),
    arguments: argumentsOf(configuration.get<unknown>(Setting.planArguments)),
    inContainer: configuration.get<boolean>(Setting.terraformContainer, false),
  };
}

/** VS Code marks what is no string in the settings, and passes it on all the same. */
function argumentsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}
