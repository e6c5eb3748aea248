import * as vscode from 'vscode';
import { withProgress } from '../../core/messages';

/** Delay before progress is shown, in milliseconds. */
const timeout = 400;

/**
 * Shows slow work in a notification, in which it can be cancelled.
 *
 * @param work is passed a function to report its progress in percent, and a signal that aborts on cancel.
 * @returns undefined on cancel.
 */
export async function showLongWork<T>(
  title: string,
  work: (token: vscode.CancellationToken, report: (percentage: number) => void) => Promise<T>,
): Promise<T | undefined> {
  const cancellation = new vscode.CancellationTokenSource();
  let report: (percentage: number) => void = () => undefined;
  const running = work(cancellation.token, percentage => report(percentage));
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => cancellation.cancel());
      let reported = 0;
      report = percentage => {
        progress.report({ increment: Math.max(0, percentage - reported) });
        reported = Math.max(reported, percentage);
      };
      await running.catch(() => undefined);
    });
  }, timeout);
  try {
    return await running;
  } catch (error) {
    if (cancellation.token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    cancellation.dispose();
  }
}
