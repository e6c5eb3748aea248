import * as vscode from 'vscode';

/**
 * Works with its progress in a notification that can cancel it.
 *
 * @param title e.g. `Pushing main`.
 * @param work is told by the signal; nobody waits for it then.
 * @returns undefined when the person has cancelled.
 */
export function cancellable<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T | undefined> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const controller = new AbortController();
    const cancelled = new Promise<undefined>(resolve => {
      token.onCancellationRequested(() => {
        controller.abort();
        resolve(undefined);
      });
    });
    const result = work(controller.signal).catch((error: unknown) => {
      if (controller.signal.aborted) return undefined;
      throw error;
    });
    return Promise.race([result, cancelled]);
  });
}
