import * as vscode from 'vscode';
import { ContextKey } from '../../core/ids';
import type { Platforms } from '../../core/platforms';

/** Environments with separate commands, and the context keys that show these commands. */
const KEYS: Readonly<Record<string, string>> = {
  ops: ContextKey.environmentOps,
  apps: ContextKey.environmentApps,
  'apps-prod': ContextKey.environmentAppsProd,
};

/** Keeps the context keys of the environments current. */
export function followEnvironments(platforms: Platforms): vscode.Disposable {
  const set = (): void => {
    const names = new Set(platforms.all.flatMap(({ environments }) => environments));
    for (const [name, key] of Object.entries(KEYS))
      void vscode.commands.executeCommand('setContext', key, names.has(name));
  };
  return platforms.onDidChange(set);
}
