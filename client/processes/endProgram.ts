/** Ends a program together with what it has started. */
import type { ChildProcess } from 'node:child_process';
import { hasGroups, startProgram } from './startProgram';
import { interruptCommand, systemProgram } from './windowsInterrupt';

/**
 * Sends a signal to a program and to what it has started; nothing happens when they have ended already.
 *
 * @param child started as the leader of its group (`detached: hasGroups`).
 * @param signal on Windows, which has no signals, `SIGINT` is what Ctrl+C does there, and the others kill.
 */
export function endGroup(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (hasGroups) process.kill(-child.pid, signal);
    else if (child.exitCode === null && child.signalCode === null) endOnWindows(child.pid, signal);
  } catch {
    // It has ended already.
  }
}

function endOnWindows(processId: number, signal: NodeJS.Signals): void {
  const { file, arguments: parameters } =
    signal === 'SIGINT'
      ? interruptCommand(processId)
      : { file: systemProgram('taskkill.exe'), arguments: ['/pid', String(processId), '/t', '/f'] };
  const spec = { file, arguments: parameters, cwd: systemProgram(''), environment: process.env };
  startProgram(spec, { stdio: 'ignore' }).once('error', () => undefined);
}
