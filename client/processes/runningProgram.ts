/** A running program and its result. */
import { endGroup } from './endProgram';
import type { WatchedProgram, ProgramEnd, RunningProgram } from './guardMessages';
import type { RunGuard } from './runGuard';
import { hasGroups, startProgram, type ProgramSpec } from './startProgram';
import { DEFAULT_STOP_TIMEOUTS, type EndSignal } from './termination';

/**
 * Starts a program as the leader of a separate process group, so that interrupts reach its child processes but no other ones.
 *
 * @param guard ends it if this process ends.
 * @param ending how the guard ends it.
 * @throws RestrictedModeError in Restricted Mode
 */
export function startRunning(
  spec: ProgramSpec,
  guard?: RunGuard,
  ending: Partial<Omit<WatchedProgram, 'processId'>> = {},
): RunningProgram {
  const child = startProgram(spec, { stdio: ['ignore', 'pipe', 'pipe'], detached: hasGroups });
  const { pid } = child;
  if (pid !== undefined) guard?.watch({ timeout: DEFAULT_STOP_TIMEOUTS, killAtOnce: false, ...ending, processId: pid });
  guard?.holdPipes(child);
  const ended = new Promise<ProgramEnd>(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, error: error.message }));
    child.once('exit', (code, signal) => {
      // Remaining child processes would keep the pipes open.
      if (hasGroups) endGroup(pid, 'SIGKILL');
      if (pid !== undefined) guard?.ended(pid);
      resolve({ code, signal });
    });
  });
  const send = (signal: EndSignal): void => {
    if (pid !== undefined && signal === 'SIGINT') void guard?.interrupted(pid);
    endGroup(pid, signal);
  };
  return { processId: pid, stdout: child.stdout!, stderr: child.stderr!, ended, send };
}
