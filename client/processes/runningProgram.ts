/** A running program and its result. */
import { endGroup } from './endProgram';
import type { ProgramEnd, RunningProgram } from './guardMessages';
import { sharedGuard, type Ending } from './sharedGuard';
import { hasGroups, startProgram, type ProgramSpec } from './startProgram';
import { DEFAULT_STOP_TIMEOUTS, type EndSignal } from './termination';

/**
 * Starts a program as the leader of a separate process group, so that interrupts reach its child processes but no other ones.
 *
 * @param ending how the guard ends it if this process ends.
 * @throws RestrictedModeError in Restricted Mode
 */
export function startRunning(spec: ProgramSpec, ending: Partial<Ending> = {}): RunningProgram {
  const child = startProgram(spec, { stdio: ['ignore', 'pipe', 'pipe'], detached: hasGroups });
  const { pid } = child;
  sharedGuard.watch(child, { timeout: DEFAULT_STOP_TIMEOUTS, holdsPipes: true, ...ending });
  const ended = new Promise<ProgramEnd>(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, error: error.message }));
    child.once('exit', (code, signal) => {
      // Remaining child processes would keep the pipes open.
      if (hasGroups) endGroup(pid, 'SIGKILL');
      resolve({ code, signal });
    });
  });
  const send = (signal: EndSignal): void => {
    if (pid !== undefined && signal === 'SIGINT') void sharedGuard.interrupted(pid);
    endGroup(pid, signal);
  };
  return { processId: pid, stdout: child.stdout!, stderr: child.stderr!, ended, send };
}
