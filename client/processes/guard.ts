/**
 * A program of its own, `dist/guard.js`. The extension host starts one for each run of Terraform. When the extension host is gone, killed
 * or crashed, the guard ends what still runs, in the same steps as a cancelled run, and removes the run's folder with the plan file.
 *
 * Terraform's plan writes to the guard, which passes it on: a program that writes into a pipe that nobody reads is killed by the system,
 * and would leave its state locked.
 *
 * Arguments: the folder to remove, or nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { removeLeftLock, removeMadeFolders } from '../plan/stateLockFile';
import { endGroup } from './endProgram';
import type { FromGuard, GuardedProgram, ToGuard } from './guardMessages';
import { hasGroups } from './startProgram';
import { Termination, type EndSignal } from './termination';

const [, , folder] = process.argv;

/** Leaders of groups that the extension host has started itself. They hold no lock. */
const watched = new Set<number>();

/** How long those may take to end after each step, in milliseconds. */
const watchedPatience = { interrupt: 5_000, terminate: 2_000 };

/** How often is looked whether they have ended, in milliseconds. */
const interval = 100;

interface Running {
  program: GuardedProgram;
  child: ChildProcess;
  startedAt: number;
  isInterrupted: boolean;
  /** Settled when it has ended. */
  ended: Promise<void>;
}

let running: Running | undefined;

process.on('message', (message: ToGuard) => take(message));
process.once('disconnect', () => void cleanUp().finally(() => process.exit()));
// Of the terminal or the session that the extension host was started in; the guard ends when its work is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function take(message: ToGuard): void {
  switch (message.kind) {
    case 'run':
      if (process.connected) start(message.program);
      return;
    case 'signal':
      send(message.signal);
      return;
    case 'watch':
      watched.add(message.processId);
      return;
    case 'forget':
      watched.delete(message.processId);
      return;
  }
}

function send(signal: EndSignal): void {
  if (!running) return;
  if (signal === 'SIGINT') running.isInterrupted = true;
  endGroup(running.child.pid, signal);
}

function tell(message: FromGuard): void {
  if (process.connected) process.send?.(message, () => undefined);
}

function start(program: GuardedProgram): void {
  const { file, arguments: parameters, cwd, environment } = program;
  const child = spawn(file, parameters, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: hasGroups,
    windowsHide: true,
  });
  const written = { stdout: 0, stderr: 0 };
  passOn(child.stdout, process.stdout, bytes => (written.stdout += bytes));
  passOn(child.stderr, process.stderr, bytes => (written.stderr += bytes));
  const ended = new Promise<void>(resolve => {
    child.once('error', error => {
      tell({ kind: 'notStarted', message: error.message });
      resolve();
    });
    // Whatever it has left running would keep the pipes open.
    child.once('exit', () => void (hasGroups && endGroup(child.pid, 'SIGKILL')));
    child.once('close', (code, signal) => {
      tell({ kind: 'ended', code, signal, written });
      resolve();
    });
  });
  running = { program, child, startedAt: Date.now(), isInterrupted: false, ended };
  void ended.then(() => (running = undefined));
  if (child.pid !== undefined) tell({ kind: 'started', processId: child.pid });
}

/** Where nobody reads any more, the rest is read and dropped. */
function passOn(from: Readable, to: Writable, count: (bytes: number) => void): void {
  from.on('data', (chunk: Buffer) => count(chunk.length));
  from.pipe(to, { end: false });
  to.on('error', () => {
    from.unpipe(to);
    from.resume();
  });
}

async function cleanUp(): Promise<void> {
  await Promise.all([endRunning(), ...[...watched].map(endWatched)]);
  if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}

async function endRunning(): Promise<void> {
  if (!running) return;
  const { program, child, startedAt, isInterrupted, ended } = running;
  let alsoKilled: Promise<void> | undefined;
  const termination = new Termination(signal => {
    endGroup(child.pid, signal);
    if (signal === 'SIGKILL' && program.alsoKill) alsoKilled = run({ ...program, ...program.alsoKill });
  }, program.patience);
  if (program.killAtOnce) termination.kill();
  else termination.begin(isInterrupted);
  await ended;
  termination.stop();
  await alsoKilled;
  if (!program.lock) return;
  if (termination.forced) await removeLeftLock(program.lock, { from: startedAt, to: Date.now() });
  await removeMadeFolders(program.lock);
}

/** How long may be waited for what ends something elsewhere, in milliseconds. */
const longestKill = 15_000;

function run({ file, arguments: parameters, cwd, environment }: GuardedProgram): Promise<void> {
  return new Promise(resolve => {
    const options = { cwd, env: environment, stdio: 'ignore', windowsHide: true, timeout: longestKill } as const;
    spawn(file, parameters, options)
      .once('error', () => resolve())
      .once('exit', () => resolve());
  });
}

async function endWatched(processId: number): Promise<void> {
  const termination = new Termination(signal => endGroup(processId, signal), watchedPatience);
  termination.begin();
  while (isRunning(processId)) await wait(interval);
  termination.stop();
}

/** On Windows they end with the extension host. */
function isRunning(processId: number): boolean {
  try {
    return hasGroups && process.kill(-processId, 0);
  } catch {
    return false;
  }
}
