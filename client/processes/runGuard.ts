/** The extension host's side of a guard (`guard.ts`). */
import { fork, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ToGuard, WatchedProgram } from './guardMessages';
import { hasGroups } from './startProgram';
import { requireTrust } from './trust';

let guardFile: () => string = () => {
  throw new Error('The guard of programs is not known.');
};

/** @param file tells the absolute path of the built `guard.ts`; asked when the first guard is started. */
export function useGuard(file: () => string): void {
  guardFile = file;
}

export class RunGuard {
  private constructor(private readonly process: ChildProcess) {
    // It may be gone before it hears of everything.
    process.on('error', () => undefined);
    // A process that has nothing else to do ends, and its guard with it.
    process.unref();
    process.channel?.unref();
  }

  /** Whether it still hears of programs: it may have been killed. */
  get isThere(): boolean {
    return this.process.connected;
  }

  /**
   * Starts a guard. Nobody waits for it: what it is told before it is there waits in its channel.
   *
   * @param folder absolute path of a folder that is removed when this process is gone, or has let the guard go.
   * @throws RestrictedModeError in Restricted Mode
   */
  static start(folder?: string): RunGuard {
    requireTrust();
    // What the person has set for Node may ask for things that a guard can't give, such as a debugger.
    const { NODE_OPTIONS: _, ...environment } = process.env;
    const guard = fork(guardFile(), folder === undefined ? [] : [folder], {
      execArgv: [],
      // VS Code's own program is Node only when it is told to be.
      env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Other than a child of Windows it outlives its parent then, and gets no signal that is meant for it.
      detached: true,
    });
    return new RunGuard(guard);
  }

  /** Ends a program when this process is gone. */
  watch(program: WatchedProgram): void {
    void this.tell({ kind: 'watch', program });
  }

  /**
   * Keeps what a program writes readable when this process is gone: a program that writes into a pipe that nobody can read is killed.
   *
   * @param child a watched program that this process reads from
   */
  holdPipes({ pid: processId, stdout, stderr }: ChildProcess): void {
    if (processId === undefined) return;
    for (const handle of [stdout, stderr].map(handleOf))
      if (handle) void this.tell({ kind: 'pipe', processId }, handle);
  }

  /** The program was interrupted: it must not be a second time. Settled when the guard will hear of it, whatever becomes of this process. */
  interrupted(processId: number): Promise<void> {
    return this.tell({ kind: 'interrupted', processId });
  }

  /** The program has ended. */
  ended(processId: number): void {
    void this.tell({ kind: 'ended', processId });
  }

  /** Lets it go: it removes what is left, and ends. */
  end(): void {
    if (this.process.connected) this.process.disconnect();
  }

  private tell(message: ToGuard, handle?: Handle): Promise<void> {
    return new Promise(resolve => {
      if (!this.process.connected) return resolve();
      // After a handle, messages wait until the guard has taken it.
      this.process.send(message, handle, { keepOpen: true }, () => resolve());
    });
  }
}

type Handle = Parameters<ChildProcess['send']>[1];

/**
 * The pipe of a stream as such: a stream that is handed over would be read on the other side at once. Windows can't hand over pipes, and
 * needs no reader: nothing is killed there for writing.
 */
function handleOf(stream: Readable | null): Handle {
  return hasGroups ? (stream as unknown as { _handle?: Handle } | null)?._handle : undefined;
}
