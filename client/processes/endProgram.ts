/** Ends programs and their child processes. */
import { spawn } from 'node:child_process';
import { hasGroups } from './startProgram';
import type { EndSignal } from './termination';
import { interruptCommand, systemProgram } from './windowsInterrupt';

/**
 * Sends a signal to a program and its child processes. Does nothing if they have already ended.
 *
 * @param processId of a program that was started as the leader of a process group (`detached: hasGroups`); undefined if it could not be started.
 * @param signal on Windows, which has no signals, `SIGINT` is sent as Ctrl+C, and the others kill.
 */
export function endGroup(processId: number | undefined, signal: EndSignal): void {
  if (processId === undefined) return;
  try {
    if (hasGroups) process.kill(-processId, signal);
    else endOnWindows(processId, signal);
  } catch {
    // It has already ended.
  }
}

/** Programs of Windows itself, which end programs that were allowed to start earlier. */
function endOnWindows(processId: number, signal: EndSignal): void {
  const { file, arguments: parameters } =
    signal === 'SIGINT'
      ? interruptCommand(processId)
      : { file: systemProgram('taskkill.exe'), arguments: ['/pid', String(processId), '/t', '/f'] };
  spawn(file, parameters, { stdio: 'ignore', windowsHide: true }).once('error', () => undefined);
}
