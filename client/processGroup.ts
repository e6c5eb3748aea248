/** Ends a program together with what it has started. */
import { spawn, type ChildProcess } from 'node:child_process';

/** Whether a program gets a process group of its own when it is started with `detached`; on Windows that would be a window of its own. */
export const hasGroups = process.platform !== 'win32';

/**
 * Sends a signal to a program and to what it has started; nothing happens when they have ended already.
 *
 * @param child started as the leader of its group (`detached: hasGroups`).
 * @param signal on Windows, which knows no gentler way, all are killed whatever it is.
 */
export function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (hasGroups) process.kill(-child.pid, signal);
    else if (child.exitCode === null) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
  } catch {
    // It has ended already.
  }
}
