/** Runs a program and returns its output, which is limited since it is kept in memory. */
import { endGroup } from './endProgram';
import { sharedGuard } from './sharedGuard';
import { hasGroups, startProgram, type ProgramSpec } from './startProgram';

export interface ProgramOutput {
  /** -1 when it could not be started, was ended by a signal, or wrote too much. */
  exitCode: number;
  stdout: Buffer;
  /** The end of standard error, or why there is no output. */
  stderr: string;
}

export interface OutputOptions {
  /** What it reads from standard input. */
  input?: string | undefined;
  /** Ends it, with what it has started. */
  signal?: AbortSignal | undefined;
  /** The most that it may write to standard output, in bytes. */
  limit?: number;
  /** It may wait for long: a guard ends it when this process is gone. */
  guarded?: boolean;
}

/** How long a program may take to end in order, in milliseconds. */
const timeout = 3_000;

/** How long it may take when this process is gone: it may have to take something back first, as a push does. In milliseconds. */
const guardedTimeout = { interrupt: timeout, terminate: timeout };

/** Enough for every repository that is configuration; a hostile remote or repository could write for ever. */
const DEFAULT_LIMIT = 256 * 1024 * 1024;

/** The end of standard error is where programs say why they have failed. In bytes. */
const ERROR_LIMIT = 256 * 1024;

/**
 * @returns its output, whatever its exit code.
 * @throws the signal's reason when it aborts before the program has succeeded; RestrictedModeError in Restricted Mode
 */
export function programOutput(spec: ProgramSpec, options: OutputOptions = {}): Promise<ProgramOutput> {
  const { input, signal, limit = DEFAULT_LIMIT, guarded } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const child = startProgram(spec, { stdio: 'pipe', detached: hasGroups });
    if (guarded) sharedGuard.watch(child, guardedTimeout);
    const out = new Bytes();
    const errors = new Bytes();
    let isTooMuch = false;
    child.stdout?.on('data', (chunk: Buffer) => {
      if (isTooMuch) return;
      out.push(chunk);
      if (out.size <= limit) return;
      isTooMuch = true;
      endGroup(child.pid, 'SIGKILL');
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk, ERROR_LIMIT));
    const failed = (stderr: string): ProgramOutput => ({ exitCode: -1, stdout: Buffer.alloc(0), stderr });
    const done = (code: number | null): void => {
      signal?.removeEventListener('abort', end);
      if (isTooMuch) return resolve(failed(`The output is larger than ${limit / 1024 / 1024} MB.`));
      resolve({ exitCode: code ?? -1, stdout: out.joined(), stderr: errors.joined().toString('utf8') });
    };
    const end = (): void => {
      // Its output may still be buffered.
      if (child.exitCode !== null) return;
      endGroup(child.pid, 'SIGTERM');
      const force = setTimeout(() => endGroup(child.pid, 'SIGKILL'), timeout);
      // Child processes may keep its pipes open.
      child.once('exit', code => {
        clearTimeout(force);
        if (code === 0) done(code);
        else reject(reasonOf(signal));
      });
    };
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', error => resolve(failed(error.message)));
    child.once('close', done);
    // It may end before it has read all of its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

class Bytes {
  size = 0;
  private chunks: Buffer[] = [];

  /** @param limit only the last chunks that hold so many bytes are kept */
  push(chunk: Buffer, limit = Infinity): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    while (this.size > limit && this.chunks.length > 1) this.size -= this.chunks.shift()?.length ?? 0;
  }

  joined(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('Cancelled.');
}
