/** The extension host's side of the guard (`guard.ts`): starts it and sends it messages. `sharedGuard.ts` decides when it runs. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ToGuard, WatchedProgram } from './guardMessages';
import { hasGroups } from './startProgram';
import { requireTrust } from './trust';

let guardFile: () => string = () => {
  throw new Error('The guard of programs is not known.');
};

/** @param file returns the absolute path of the built `guard.ts`; called when the first guard is started. */
export function useGuard(file: () => string): void {
  guardFile = file;
}

export class GuardProcess {
  private constructor(private readonly process: ChildProcess) {
    // The guard may end before it has received all messages.
    process.on('error', () => undefined);
    // The guard does not keep this process running.
    process.unref();
    process.channel?.unref();
  }

  /** False if the guard has ended. */
  get isRunning(): boolean {
    return this.process.connected;
  }

  /**
   * Starts a guard without waiting for it: messages are buffered until it is running.
   *
   * @throws RestrictedModeError in Restricted Mode
   */
  static start(): GuardProcess {
    requireTrust();
    // The user's Node options can include ones that a guard doesn't support, for example a debugger.
    const { NODE_OPTIONS: _, ...environment } = process.env;
    const guard = fork(guardFile(), [], {
      execArgv: [],
      // VS Code's own program acts as Node only with this variable.
      env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Otherwise, child processes on Windows end with their parent, and the guard would receive signals for this process.
      detached: true,
    });
    return new GuardProcess(guard);
  }

  /** Makes the guard end a program if this process ends. */
  watch(program: WatchedProgram): void {
    void this.send({ kind: 'watch', program });
  }

  /**
   * Makes the guard keep a program's output readable if this process ends, since the system kills a program that writes into a pipe without a reader.
   *
   * @param child a watched program whose output this process reads
   */
  holdPipes({ pid: processId, stdout, stderr }: ChildProcess): void {
    if (processId === undefined) return;
    for (const handle of [stdout, stderr].map(handleOf))
      if (handle) void this.send({ kind: 'pipe', processId }, handle);
  }

  /**
   * Notifies the guard that the program was interrupted, so that it is not interrupted again. Resolves when the guard will receive this even if this
   * process ends.
   */
  interrupted(processId: number): Promise<void> {
    return this.send({ kind: 'interrupted', processId });
  }

  /** Notifies the guard that the program has ended. */
  ended(processId: number): void {
    void this.send({ kind: 'ended', processId });
  }

  /** Makes the guard remove a folder (absolute path) if this process ends. */
  protect(folder: string): void {
    void this.send({ kind: 'protect', folder });
  }

  /** Makes the guard remove a protected folder now. */
  release(folder: string): void {
    void this.send({ kind: 'release', folder });
  }

  /** Ends the guard. */
  end(): void {
    if (this.process.connected) this.process.disconnect();
  }

  private send(message: ToGuard, handle?: Handle): Promise<void> {
    return new Promise(resolve => {
      if (!this.process.connected) return resolve();
      // Messages after a handle are buffered until the guard has received it.
      this.process.send(message, handle, { keepOpen: true }, () => resolve());
    });
  }
}

type Handle = Parameters<ChildProcess['send']>[1];

/**
 * The underlying pipe of a stream: a stream that is sent would immediately be read by the other process. Windows can't send pipes, and doesn't need a
 * reader, since it doesn't kill programs that write without one.
 */
function handleOf(stream: Readable | null): Handle {
  return hasGroups ? (stream as unknown as { _handle?: Handle } | null)?._handle : undefined;
}
