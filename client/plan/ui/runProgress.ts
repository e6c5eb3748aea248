import * as vscode from 'vscode';
import { View } from '../../core/ids';
import type { OnEvent, Phase, RunEvent } from '../run/planOutcome';
import type { RunProgress } from './tree/planEntry';
import { elapsedText, progressText } from './tree/progressText';
import { withProgress } from '../../core/messages';

/** The callbacks and signal of a run. */
export interface RunHandle {
  signal: AbortSignal;
  onEvent: OnEvent;
}

export interface RunListeners {
  /** A line for the raw log. */
  log(line: string): void;
  /** A command that is being started. */
  command(line: string): void;
  /** Called with the progress, at most a few times a second. */
  progress(progress: RunProgress): void;
}

/** Minimum interval of progress updates, in milliseconds. */
const INTERVAL = 500;

/**
 * Runs something with progress in a notification, in which it can be cancelled, and in the plan view.
 *
 * @param title e.g. `Plan ops`.
 * @param outside an additional signal that cancels.
 */
export async function withRunProgress<T>(
  title: string,
  firstPhase: Phase,
  outside: vscode.CancellationToken,
  listeners: RunListeners,
  run: (handle: RunHandle) => Promise<T>,
): Promise<T> {
  const state: RunProgress = {
    phase: firstPhase,
    refreshed: 0,
    planned: 0,
    startedAt: performance.now(),
    cancelling: false,
  };
  listeners.progress({ ...state });
  const { Notification: notification } = vscode.ProgressLocation;
  return withProgress({ location: notification, title, cancellable: true }, (bar, token) =>
    withProgress({ location: { viewId: View.plan } }, async () => {
      const controller = new AbortController();
      const cancel = () => {
        state.cancelling = true;
        listeners.progress({ ...state });
        controller.abort();
      };
      const tick = () => {
        bar.report({
          message: `${progressText(state, vscode.l10n.t)} · ${elapsedText(performance.now() - state.startedAt)}`,
        });
        listeners.progress({ ...state });
      };
      const subscriptions = [token, outside].map(each => each.onCancellationRequested(cancel));
      if (token.isCancellationRequested || outside.isCancellationRequested) cancel();
      const timer = setInterval(tick, INTERVAL);
      tick();
      try {
        return await run({ signal: controller.signal, onEvent: event => take(event, state, listeners) });
      } finally {
        clearInterval(timer);
        vscode.Disposable.from(...subscriptions).dispose();
      }
    }),
  );
}

function take(event: RunEvent, state: RunProgress, listeners: RunListeners): void {
  switch (event.kind) {
    case 'phase':
      state.phase = event.phase;
      return;
    case 'progress':
      state.refreshed = event.refreshed;
      state.planned = event.planned;
      return;
    case 'command':
      listeners.command(event.line);
      return;
    case 'output':
      listeners.log(event.line);
      return;
    case 'listed':
      state.listed = event.plan;
      listeners.progress({ ...state });
      return;
    case 'diagnostic':
    case 'summary':
      return;
  }
}
