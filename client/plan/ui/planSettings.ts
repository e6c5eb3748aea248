import * as vscode from 'vscode';
import { Setting } from '../../core/ids';

/** The settings for a platform's plans. */
export interface PlanSettings {
  executable: string;
  arguments: string[];
  /** Whether to run in the platform's own image. */
  inContainer: boolean;
}

/** @returns the settings of a folder. In an untrusted workspace, VS Code ignores workspace settings. */
export function planSettings(folder: vscode.Uri): PlanSettings {
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  return {
    executable: configuration.get<string>(Setting.terraformPath, ''),
    arguments: argumentsOf(configuration.get<unknown>(Setting.planArguments)),
    inContainer: configuration.get<boolean>(Setting.terraformContainer, false),
  };
}

/** VS Code marks values that are not strings in the settings, but passes them to extensions. */
function argumentsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}
