/** The extension host's side of a guard (`guard.ts`). */
import { fork, type ChildProcess } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import { endGroup } from './endProgram';
import type { FromGuard, GuardedProgram, ToGuard } from './guardMessages';
import type { RunningProgram, ProgramEnd } from './runningProgram';
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
  }

  /**
   * Starts a guard.
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
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Other than a child of Windows it outlives its parent then, and gets no signal that is meant for it.
      detached: true,
    });
    return new RunGuard(guard);
  }

  /** Ends a program that this process has started when this process is gone. @param processId leader of its group. */
  watch(processId: number): void {
    this.#tell({ kind: 'watch', processId });
  }

  /** The program has ended. */
  forget(processId: number): void {
    this.#tell({ kind: 'forget', processId });
  }

  /** Runs a program, one at a time, so that it can end in order when this process is gone. */
  run(program: GuardedProgram): RunningProgram {
    const { process: guard } = this;
    const [stdout, stderr] = [new Passed(guard.stdout!), new Passed(guard.stderr!)];
    let processId: number | undefined;
    const ended = new Promise<ProgramEnd>(resolve => {
      const end = (result: ProgramEnd, written?: { stdout: number; stderr: number }): void => {
        guard.off('message', take).off('exit', gone);
        stdout.endAfter(written?.stdout);
        stderr.endAfter(written?.stderr);
        resolve(result);
      };
      const take = (message: FromGuard): void => {
        if (message.kind === 'started') processId = message.processId;
        else if (message.kind === 'ended') end(message, message.written);
        else end({ code: null, signal: null, error: message.message });
      };
      // Without its guard a program would go on unseen.
      const gone = (code: number | null, signal: NodeJS.Signals | null): void => {
        endGroup(processId, 'SIGKILL');
        end(
          signal === null
            ? { code: null, signal, error: `The guard ended with ${code ?? 'no'} code.` }
            : { code, signal },
        );
      };
      guard.on('message', take).once('exit', gone);
      if (guard.exitCode !== null || guard.signalCode !== null) gone(guard.exitCode, guard.signalCode);
      else this.#tell({ kind: 'run', program });
    });
    return {
      stdout: stdout.stream,
      stderr: stderr.stream,
      ended,
      send: signal => this.#tell({ kind: 'signal', signal }),
    };
  }

  /** Lets it go: it removes what is left, and ends. */
  end(): void {
    if (this.process.connected) this.process.disconnect();
  }

  #tell(message: ToGuard): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }
}

/** What a program has written, out of what its guard writes: that goes on when the program has ended. */
class Passed {
  readonly stream = new PassThrough();
  #read = 0;
  #expected: number | undefined;

  constructor(private readonly source: Readable) {
    source.on('data', this.#take);
    source.once('end', this.#finish);
    this.stream.on('drain', () => source.resume());
  }

  /** @param written so many bytes; undefined where there will be no more than were read. */
  endAfter(written = this.#read): void {
    this.#expected = written;
    if (this.#read >= written) this.#finish();
  }

  readonly #take = (chunk: Buffer): void => {
    this.#read += chunk.length;
    if (!this.stream.write(chunk)) this.source.pause();
    if (this.#expected !== undefined && this.#read >= this.#expected) this.#finish();
  };

  readonly #finish = (): void => {
    this.source.off('data', this.#take).off('end', this.#finish);
    this.stream.end();
  };
}
