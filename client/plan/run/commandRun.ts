/** Runs a program without a shell: streams its output, and ends it in steps on request. */
import type { Readable } from 'node:stream';
import { withoutCredentials } from '../../../common/withoutCredentials';
import { startRunning } from '../../processes/runningProgram';
import { startProgram, type ProgramSpec } from '../../processes/startProgram';
import { Termination, type StopTimeouts } from '../../processes/termination';
import { LineSplitter } from '../output/outputLines';
import { plainLine } from '../../processes/plainLine';
import type { LockTrace } from '../../processes/stateLockFile';
import type { RunningProgram } from '../../processes/guardMessages';

export interface CommandSpec extends ProgramSpec {
  /** A command to run when the program is killed, if it is the client of something that runs elsewhere. */
  alsoKill?: Pick<ProgramSpec, 'file' | 'arguments'>;
}

/** Options that can end a command early. */
export interface CommandLimits {
  signal?: AbortSignal | undefined;
  timeout?: StopTimeouts | undefined;
}

export interface CommandListeners extends CommandLimits {
  /** Called with each chunk of standard output; the next one is read after its promise has resolved. */
  onStdout?: (chunk: Buffer) => void | Promise<void>;
  /** Called with each line of standard error, without control sequences. */
  onStderr?: (line: string) => void;
  /** Kills the program instead of interrupting it, for programs that write into the working tree on an interrupt. */
  killAtOnce?: boolean;
  /** The lock files of local states from before the run. If the extension host ends, new lock files are removed. */
  lock?: LockTrace | undefined;
}

export interface CommandResult {
  /** -1 if it was ended by a signal or could not be started. */
  exitCode: number;
  /** The signal that ended it. */
  signal?: string;
  /** Whether it was ended on our request. */
  cancelled: boolean;
  /** Whether it did not stop on request and was killed. */
  forced: boolean;
  /** Why it could not be started. */
  startError?: string;
  /** The last lines of standard error, without the debug log. */
  stderrTail: readonly string[];
}

const MAX_TAIL_LINES = 20;

/** Lines of the debug log (`TF_LOG`), which contain complete requests and responses. */
const DEBUG_LINE = /^\d{4}-\d\d-\d\dT\S+ \[(?:TRACE|DEBUG|INFO|WARN|ERROR)\]/;

/**
 * @returns the outcome, after all output was read. A failure of the program does not reject; an error thrown by `onStdout` ends the program and
 * rejects.
 * @throws RestrictedModeError in Restricted Mode
 */
export async function runProcess(spec: CommandSpec, listeners: CommandListeners = {}): Promise<CommandResult> {
  const { signal: cancelled, timeout, killAtOnce, onStdout, onStderr } = listeners;
  const tail: string[] = [];
  const nothing = { exitCode: -1, forced: false, stderrTail: tail };
  if (cancelled?.aborted) return { ...nothing, cancelled: true };
  const program = start(spec, listeners);
  let alsoKilled: Promise<void> | undefined;
  const termination = new Termination(signal => {
    program.send(signal);
    if (signal === 'SIGKILL' && spec.alsoKill) alsoKilled = killed({ ...spec, ...spec.alsoKill });
  }, timeout);
  const abort = () => (killAtOnce ? termination.kill() : termination.begin());
  cancelled?.addEventListener('abort', abort, { once: true });
  try {
    const errors = readErrors(program.stderr, tail, onStderr);
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) await onStdout?.(chunk);
    await errors;
    const { code, signal, error } = await program.ended;
    if (error !== undefined) return { ...nothing, cancelled: false, startError: error };
    return {
      exitCode: code ?? -1,
      ...(signal !== null && { signal }),
      cancelled: termination.begun,
      forced: termination.forced,
      stderrTail: tail,
    };
  } catch (error) {
    termination.kill();
    await program.ended;
    throw error;
  } finally {
    cancelled?.removeEventListener('abort', abort);
    termination.stop();
    await alsoKilled;
  }
}

function start(spec: CommandSpec, { timeout, killAtOnce = false, lock }: CommandListeners): RunningProgram {
  const { alsoKill, ...program } = spec;
  return startRunning(program, {
    killAtOnce,
    ...(timeout && { timeout }),
    ...(alsoKill && { alsoKill: { ...program, ...alsoKill } }),
    ...(lock && { lock }),
  });
}

async function readErrors(stderr: Readable, tail: string[], onStderr: CommandListeners['onStderr']): Promise<void> {
  const splitter = new LineSplitter();
  const report = (raw: string) => {
    const line = plainLine(raw);
    if (DEBUG_LINE.test(line)) return;
    if (line.trim() !== '') tail.push(line);
    if (tail.length > MAX_TAIL_LINES) tail.shift();
    onStderr?.(line);
  };
  for await (const chunk of stderr as AsyncIterable<Buffer>) splitter.push(chunk).forEach(report);
  splitter.end().forEach(report);
}

/** Timeout of that command, in milliseconds. */
const KILL_TIMEOUT_MS = 15_000;

/** Resolves when the command has ended or timed out. */
function killed(spec: ProgramSpec): Promise<void> {
  return new Promise(resolve => {
    const command = startProgram(spec, { stdio: 'ignore', timeout: KILL_TIMEOUT_MS });
    command.once('error', () => resolve());
    command.once('exit', () => resolve());
  });
}

/**
 * A command in the form for the log: with its arguments, but without the values of variables and of backend settings, and without secrets in
 * addresses.
 *
 * @returns `terraform plan -var token=… "-target=module.a[\"b\"]"`
 */
export function describeCommand({ file, arguments: parameters }: Pick<CommandSpec, 'file' | 'arguments'>): string {
  const shown = parameters.map((parameter, index) => {
    const separate = /^--?(?:var|backend-config)$/.test(parameters[index - 1] ?? '');
    const hidden = separate ? /^([^=]*=)/.exec(parameter) : /^(--?(?:var|backend-config)=[^=]*=)/.exec(parameter);
    return hidden ? `${hidden[1]}…` : withoutCredentials(parameter);
  });
  return [file, ...shown].map(word => (/^[\w@%+=:,./…\\-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}
