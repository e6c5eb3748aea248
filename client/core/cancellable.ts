import * as vscode from 'vscode';
import { withProgress } from './messages';

/** What is done before anybody could think of cancelling it needs no notification: VS Code drops what comes when there are many. */
const timeout = 1_000;

/**
 * Works with its progress in the status bar, and soon in a notification that can cancel it.
 *
 * @param title e.g. `Pushing main`.
 * @param work is told by the signal; nobody waits for it then.
 * @returns undefined when the person has cancelled.
 */
export function cancellable<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T | undefined> {
  const controller = new AbortController();
  const result = work(controller.signal).catch((error: unknown) => {
    if (controller.signal.aborted) return undefined;
    throw error;
  });
  const { Window: statusBar, Notification: notification } = vscode.ProgressLocation;
  return withProgress({ location: statusBar, title }, async () => {
    if (await isDoneSoon(result)) return result;
    return withProgress({ location: notification, title, cancellable: true }, (_, token) => {
      const cancelled = new Promise<undefined>(resolve => {
        token.onCancellationRequested(() => {
          controller.abort();
          resolve(undefined);
        });
      });
      return Promise.race([result, cancelled]);
    });
  });
}

async function isDoneSoon(result: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => (timer = setTimeout(() => resolve(false), timeout)));
  try {
    return await Promise.race([result.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
