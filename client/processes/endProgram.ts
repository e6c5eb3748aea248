/** Ends programs and their child processes. */
import { spawn } from 'node:child_process';
import { hasGroups } from './startProgram';
import type { EndSignal } from './termination';
import { interruptCommand, systemProgram } from './windowsInterrupt';

/**
 * Sends a signal to a program and to what it has started; nothing happens when they have ended already.
 *
 * @param processId of a program that was started as the leader of its group (`detached: hasGroups`); undefined for one that never started.
 * @param signal on Windows, which has no signals, `SIGINT` is what Ctrl+C does there, and the others kill.
 */
export function endGroup(processId: number | undefined, signal: EndSignal): void {
  if (processId === undefined) return;
  try {
    if (hasGroups) process.kill(-processId, signal);
    else endOnWindows(processId, signal);
  } catch {
    // It has ended already.
  }
}

/** Programs that Windows has itself end what was started before, which was allowed then. */
function endOnWindows(processId: number, signal: EndSignal): void {
  const { file, arguments: parameters } =
    signal === 'SIGINT'
      ? interruptCommand(processId)
      : { file: systemProgram('taskkill.exe'), arguments: ['/pid', String(processId), '/t', '/f'] };
  spawn(file, parameters, { stdio: 'ignore', windowsHide: true }).once('error', () => undefined);
}
