// The extension under test in VS Code.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { KubestackExtension } from '../../../client/extension';

/** The extension, which can be inactive. */
export function productExtension(): vscode.Extension<KubestackExtension> {
  const extension = vscode.extensions.getExtension<KubestackExtension>('vscode-kubestack.kubestack');
  assert.ok(extension, 'the extension is not installed');
  return extension;
}

/** Waits until the language server is ready. Fails by Mocha's timeout, or immediately if the server can't be started. */
export async function serverReady(): Promise<KubestackExtension> {
  const parts = await productExtension().activate();
  const { server } = parts;
  if (server.state !== 'ready') {
    await new Promise<void>((resolve, reject) => {
      const listener = server.onDidChangeState(state => {
        if (state !== 'ready' && state !== 'failed') return;
        listener.dispose();
        if (state === 'ready') resolve();
        else reject(new Error('the language server could not be started'));
      });
    });
  }
  return parts;
}

interface Manifest {
  contributes: { commands: { command: string }[] };
}

/** The commands that package.json contributes. */
export function contributedCommands(): string[] {
  const { contributes } = productExtension().packageJSON as Manifest;
  return contributes.commands.map(({ command }) => command);
}
