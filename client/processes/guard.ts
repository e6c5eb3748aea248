/**
 * A separate program, `dist/guard.js`, which the extension host starts once for all of its programs. If the extension host is killed or crashes,
 * the guard ends the remaining programs, in the same steps as a cancelled run, and removes the folders with plan files.
 *
 * For Terraform, it holds the ends of the pipes from which the extension host reads. Otherwise the system would kill a program that writes into a
 * pipe without a reader, and Terraform would leave its state locked.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { removeLeftLock, removeMadeFolders } from './stateLockFile';
import { endGroup } from './endProgram';
import type { ToGuard, WatchedProgram } from './guardMessages';
import { hasGroups, type ProgramSpec } from './startProgram';
import { Termination } from './termination';

interface Watched {
  readonly program: WatchedProgram;
  isInterrupted: boolean;
  /** Handles of pipes. The guard does not read from them while the extension host does. */
  readonly pipes: PipeHandle[];
}

/** The message as Node receives it. */
interface PipeHandle {
  close(): void;
}

const watched = new Map<number, Watched>();

/** Absolute paths of the folders to remove. */
const folders = new Set<string>();

process.on('message', (message: ToGuard, handle: unknown) => take(message, handle as PipeHandle | undefined));
process.once('disconnect', () => void cleanUp().finally(() => process.exit()));
// Ignores signals of the terminal or session in which the extension host was started. The guard ends when its work is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function take(message: ToGuard, handle: PipeHandle | undefined): void {
  if (message.kind === 'watch') {
    const { program } = message;
    watched.set(program.processId, { program, isInterrupted: false, pipes: [] });
    return;
  }
  if ('folder' in message) {
    if (message.kind === 'protect') folders.add(message.folder);
    else void remove(message.folder);
    return;
  }
  const running = watched.get(message.processId);
  if (message.kind === 'pipe') {
    // It may have ended already.
    if (running && handle) running.pipes.push(handle);
    else handle?.close();
  }
  if (message.kind === 'interrupted' && running) running.isInterrupted = true;
  if (message.kind !== 'ended') return;
  for (const pipe of running?.pipes ?? []) pipe.close();
  watched.delete(message.processId);
}

async function cleanUp(): Promise<void> {
  await Promise.all([...watched.values()].map(end));
  await Promise.all([...folders].map(remove));
}

async function remove(folder: string): Promise<void> {
  folders.delete(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}

async function end({ program, isInterrupted, pipes }: Watched): Promise<void> {
  for (const handle of pipes) drain(handle);
  const { processId, startedAt, lock, alsoKill } = program;
  let killedAt: number | undefined;
  let alsoKilled: Promise<void> | undefined;
  const termination = new Termination(signal => {
    endGroup(processId, signal);
    if (signal !== 'SIGKILL') return;
    killedAt = performance.now();
    if (alsoKill) alsoKilled = run(alsoKill);
  }, program.timeout);
  if (program.killAtOnce) termination.kill();
  else termination.begin(isInterrupted);
  while (isRunning(processId) && performance.now() - (killedAt ?? Infinity) < KILL_TIMEOUT_MS)
    await wait(CHECK_INTERVAL_MS);
  termination.stop();
  // Ends child processes that are still running.
  if (hasGroups) endGroup(processId, 'SIGKILL');
  await alsoKilled;
  if (!lock) return;
  // A killed child process of a wrapper script holds the lock until the system has ended it.
  const deadline = performance.now() + KILL_TIMEOUT_MS;
  while (!(await removeLeftLock(lock, { from: startedAt, to: Date.now() })) && performance.now() < deadline)
    await wait(CHECK_INTERVAL_MS);
  await removeMadeFolders(lock);
}

/** Polling interval for the end of a program, in milliseconds. */
const CHECK_INTERVAL_MS = 50;

/** Timeout for the end of a killed program, in milliseconds. */
const KILL_TIMEOUT_MS = 15_000;

/** Reads and discards a program's output. */
function drain(handle: PipeHandle): void {
  // The type definitions do not include sockets from handles, which Node supports.
  const socket = new Socket({ handle } as unknown as ConstructorParameters<typeof Socket>[0]);
  socket.on('error', () => undefined).resume();
}

function run({ file, arguments: parameters, cwd, environment }: ProgramSpec): Promise<void> {
  return new Promise(resolve => {
    const options = { cwd, env: environment, stdio: 'ignore', windowsHide: true, timeout: KILL_TIMEOUT_MS } as const;
    spawn(file, parameters, options)
      .once('error', () => resolve())
      .once('exit', () => resolve());
  });
}

/** On Windows, the system ends a program together with the extension host. In a container, orphans may not be reaped, so a zombie counts as ended. */
function isRunning(processId: number): boolean {
  if (!hasGroups) return false;
  try {
    const [, state] = /^\d+ \(.*\) (\w)/s.exec(readFileSync(`/proc/${processId}/stat`, 'latin1')) ?? [];
    return state !== 'Z' && state !== 'X';
  } catch {
    return process.platform !== 'linux' && isAlive(processId);
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
