import * as vscode from 'vscode';
import { withProgress } from './messages';

/**
 * Delay before the cancellable notification is shown, in milliseconds. Short work shows none, since VS Code drops messages when there are
 * many.
 */
const timeout = 1_000;

/**
 * Runs work with progress in the status bar and, after a delay, in a notification that can cancel it.
 *
 * @param title e.g. `Pushing main`.
 * @param work its signal is aborted on cancel; its result is not awaited then.
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
