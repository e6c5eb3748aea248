/** Runs a program and returns its output, which is limited since it is kept in memory. */
import { endGroup } from './endProgram';
import { sharedGuard } from './sharedGuard';
import { hasGroups, startProgram, type ProgramSpec } from './startProgram';

export interface ProgramOutput {
  /** -1 if it could not be started, was ended by a signal, or exceeded the output limit. */
  exitCode: number;
  stdout: Buffer;
  /** The end of standard error, or why there is no output. */
  stderr: string;
  /** Set if it exceeded the output limit. */
  isTooMuch?: boolean;
}

export interface OutputOptions {
  /** Its standard input. */
  input?: string | undefined;
  /** Aborts it and its child processes. */
  signal?: AbortSignal | undefined;
  /** Maximum size of standard output, in bytes. */
  limit?: number;
  /** Whether it can wait for a long time, so that a guard has to end it if this process ends. */
  guarded?: boolean;
}

/** Time for a program to end by itself, in milliseconds. */
const STOP_TIMEOUT_MS = 3_000;

/** The same if this process has ended, in milliseconds. Longer, since the program may have to undo something first, for example a push. */
const guardedTimeout = { interrupt: STOP_TIMEOUT_MS, terminate: STOP_TIMEOUT_MS };

/** Sufficient for every repository with configuration. Hostile remotes or repositories could cause endless output. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Size of the end of standard error that is kept, in bytes, since programs report errors at the end. */
const MAX_ERROR_BYTES = 256 * 1024;

/**
 * @returns the output, whatever the exit code.
 * @throws the signal's reason if it aborts before the program has succeeded; RestrictedModeError in Restricted Mode
 */
export function programOutput(spec: ProgramSpec, options: OutputOptions = {}): Promise<ProgramOutput> {
  const { input, signal, limit = MAX_OUTPUT_BYTES, guarded } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const child = startProgram(spec, { stdio: 'pipe', detached: hasGroups });
    if (guarded) sharedGuard.watch(child, { timeout: guardedTimeout });
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
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk, MAX_ERROR_BYTES));
    const failed = (stderr: string): ProgramOutput => ({ exitCode: -1, stdout: Buffer.alloc(0), stderr });
    const done = (code: number | null): void => {
      signal?.removeEventListener('abort', end);
      if (isTooMuch) return resolve({ ...failed(`The output is larger than ${limit / 1024 / 1024} MB.`), isTooMuch });
      resolve({ exitCode: code ?? -1, stdout: out.joined(), stderr: errors.joined().toString('utf8') });
    };
    const end = (): void => {
      // Its output may still be buffered.
      if (child.exitCode !== null) return;
      endGroup(child.pid, 'SIGTERM');
      const force = setTimeout(() => endGroup(child.pid, 'SIGKILL'), STOP_TIMEOUT_MS);
      // Child processes can keep its pipes open.
      child.once('exit', code => {
        clearTimeout(force);
        if (code === 0) done(code);
        else reject(reasonOf(signal));
      });
    };
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', error => resolve(failed(error.message)));
    child.once('close', done);
    // It can end before it has read all of its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

class Bytes {
  size = 0;
  private chunks: Buffer[] = [];

  /** @param limit number of bytes; only the last chunks within it are kept */
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
