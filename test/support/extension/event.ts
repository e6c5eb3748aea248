import type * as vscode from 'vscode';

/**
 * Waits until a condition is true. It is checked immediately, and after each event. Mocha's timeout ends the wait.
 *
 * @param event fires when the condition can have changed
 * @param isSo the condition
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
