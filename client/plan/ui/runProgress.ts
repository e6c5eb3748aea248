import * as vscode from 'vscode';
import { View } from '../../core/ids';
import type { OnEvent, Phase, RunEvent } from '../run/planOutcome';
import type { RunProgress } from '../model/planEntry';
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
const PROGRESS_INTERVAL_MS = 500;

/**
 * Time after which a run is also shown in a notification, in milliseconds. VS Code shows at most three notifications that appear within 800 ms. Short
 * runs one after another, such as those of *Plan All Environments* without workspaces, would otherwise suppress the question that follows.
 */
const NOTIFICATION_DELAY_MS = 800;

/**
 * Runs something with progress in the plan view and, unless it ends soon, in a notification, in which it can be cancelled.
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
  return withProgress({ location: { viewId: View.plan } }, async () => {
    const controller = new AbortController();
    const cancel = () => {
      state.cancelling = true;
      listeners.progress({ ...state });
      controller.abort();
    };
    const notification = new DelayedNotification(title, cancel);
    const tick = () => {
      notification.report(`${progressText(state)} · ${elapsedText(performance.now() - state.startedAt)}`);
      listeners.progress({ ...state });
    };
    const subscription = outside.onCancellationRequested(cancel);
    if (outside.isCancellationRequested) cancel();
    const timer = setInterval(tick, PROGRESS_INTERVAL_MS);
    tick();
    try {
      return await run({ signal: controller.signal, onEvent: event => take(event, state, listeners) });
    } finally {
      clearInterval(timer);
      subscription.dispose();
      notification.dispose();
    }
  });
}

/** A notification with progress and a button to cancel, which appears after {@link NOTIFICATION_DELAY_MS}. */
class DelayedNotification implements vscode.Disposable {
  private readonly timer: NodeJS.Timeout;
  private bar: vscode.Progress<{ message: string }> | undefined;
  private message = '';
  private end: () => void = () => undefined;

  constructor(
    private readonly title: string,
    private readonly cancel: () => void,
  ) {
    this.timer = setTimeout(() => this.show(), NOTIFICATION_DELAY_MS);
  }

  report(message: string): void {
    this.message = message;
    this.bar?.report({ message });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.end();
  }

  private show(): void {
    const ended = new Promise<void>(resolve => (this.end = resolve));
    const { Notification: location } = vscode.ProgressLocation;
    void withProgress({ location, title: this.title, cancellable: true }, (bar, token) => {
      this.bar = bar;
      bar.report({ message: this.message });
      token.onCancellationRequested(this.cancel);
      return ended;
    });
  }
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
    case 'files':
    case 'summary':
      return;
  }
}
