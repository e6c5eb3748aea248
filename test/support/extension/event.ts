import type * as vscode from 'vscode';

/**
 * Waits until something is so. It is looked at now, and again after each event; Mocha's timeout ends the wait.
 *
 * @param event what happens when it may have become so
 * @param isSo what is waited for
 */
export async function until(event: vscode.Event<unknown>, isSo: () => boolean): Promise<void> {
  if (isSo()) return;
  await new Promise<void>(resolve => {
    const listener = event(() => {
      if (!isSo()) return;
      listener.dispose();
      resolve();
    });
  });
}
