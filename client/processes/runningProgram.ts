/** A program that runs, started by this process or by a guard. */
import type { Readable } from 'node:stream';
import { endGroup } from './endProgram';
import type { RunGuard } from './runGuard';
import { hasGroups, startProgram, type ProgramSpec } from './startProgram';
import type { EndSignal } from './termination';

export interface ProgramEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  error?: string;
}

export interface RunningProgram {
  stdout: Readable;
  stderr: Readable;
  /** Settled when it has ended; what it wrote may still have to be read. Never rejects. */
  ended: Promise<ProgramEnd>;
  /** Gives a signal to it and to all that it has started. */
  send(signal: EndSignal): void;
}

/**
 * Starts a program as the leader of its own group, so that an interrupt reaches what it starts too, and nobody else's does.
 *
 * @param guard ends it when this process is gone.
 * @throws RestrictedModeError in Restricted Mode
 */
export function startRunning(spec: ProgramSpec, guard?: RunGuard): RunningProgram {
  const child = startProgram(spec, { stdio: ['ignore', 'pipe', 'pipe'], detached: hasGroups });
  const { pid } = child;
  if (pid !== undefined) guard?.watch(pid);
  const ended = new Promise<ProgramEnd>(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, error: error.message }));
    child.once('exit', (code, signal) => {
      // Whatever it has left running would keep the pipes open.
      if (hasGroups) endGroup(pid, 'SIGKILL');
      if (pid !== undefined) guard?.forget(pid);
      resolve({ code, signal });
    });
  });
  return { stdout: child.stdout!, stderr: child.stderr!, ended, send: signal => endGroup(pid, signal) };
}
