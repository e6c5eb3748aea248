/** Runs a program: streams what it writes, and ends it in steps when asked to. Never through a shell. */
import type { ChildProcess } from 'node:child_process';
import { withoutCredentials } from '../../common/withoutCredentials';
import { endGroup } from '../processes/endProgram';
import { hasGroups, startProgram, type ProgramSpec } from '../processes/startProgram';
import { LineSplitter } from './lineSplitter';
import type { Patience } from './runRequest';
import { plainLine } from './plainLine';

export interface CommandSpec extends ProgramSpec {
  /** What to run besides when the program has to be killed, as it only stands for something that runs elsewhere. */
  alsoKill?: { file: string; arguments: readonly string[] };
}

export interface CommandListeners {
  /** Each piece of standard output; the next one is read when it has been dealt with. */
  onStdout?: (chunk: Buffer) => void | Promise<void>;
  /** Each line of standard error, without control sequences. */
  onStderr?: (line: string) => void;
  signal?: AbortSignal;
  patience?: Patience;
  /** Kills it as soon as it is to end: for a program that writes into the working tree when it is asked to. */
  killAtOnce?: boolean;
}

export interface CommandResult {
  /** -1 when it was ended by a signal or could not be started. */
  exitCode: number;
  /** Which signal ended it. */
  signal?: string;
  /** It was asked to stop by us. */
  cancelled: boolean;
  /** It did not stop when it was asked to, and was killed. */
  forced: boolean;
  /** Why it could not be started. */
  startError?: string;
  /** The last lines of standard error that are no debug log. */
  stderrTail: readonly string[];
}

const tailLength = 20;

/** Written when `TF_LOG` is set: it has requests and answers with everything in them. */
const debugLine = /^\d{4}-\d\d-\d\dT\S+ \[(?:TRACE|DEBUG|INFO|WARN|ERROR)\]/;

/**
 * @returns how it ended, after everything that it wrote was read. Never rejects because of the program; an error thrown by
 * `onStdout` ends the program and rejects.
 * @throws RestrictedModeError in Restricted Mode
 */
export async function runCommand(spec: CommandSpec, listeners: CommandListeners = {}): Promise<CommandResult> {
  const tail: string[] = [];
  const nothing = { exitCode: -1, forced: false, stderrTail: tail };
  if (listeners.signal?.aborted) return { ...nothing, cancelled: true };
  const child = start(spec);
  const ending = new Ending(child, spec, listeners);
  const ended = endOf(child);
  const abort = () => ending.begin();
  listeners.signal?.addEventListener('abort', abort, { once: true });
  try {
    const errors = readErrors(child, tail, listeners.onStderr);
    await readOutput(child, listeners.onStdout);
    await errors;
    const { code, signal, error } = await ended;
    if (error !== undefined) return { ...nothing, cancelled: false, startError: error };
    return {
      exitCode: code ?? -1,
      ...(signal !== null && { signal }),
      cancelled: ending.begun,
      forced: ending.forced,
      stderrTail: tail,
    };
  } catch (error) {
    ending.kill();
    await ended;
    throw error;
  } finally {
    listeners.signal?.removeEventListener('abort', abort);
    await ending.done();
  }
}

/** In a process group of its own, so that an interrupt reaches what it starts too, and nobody else's does. */
function start(spec: CommandSpec): ChildProcess {
  return startProgram(spec, { stdio: ['ignore', 'pipe', 'pipe'], detached: hasGroups });
}

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  error?: string;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, error: error.message }));
    child.once('exit', (code, signal) => {
      // Whatever it has left running would keep the pipes open.
      endGroup(child, 'SIGKILL');
      resolve({ code, signal });
    });
  });
}

async function readOutput(child: ChildProcess, onStdout: CommandListeners['onStdout']): Promise<void> {
  if (!child.stdout) return;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) await onStdout?.(chunk);
}

async function readErrors(child: ChildProcess, tail: string[], onStderr: CommandListeners['onStderr']): Promise<void> {
  if (!child.stderr) return;
  const splitter = new LineSplitter();
  const tell = (raw: string) => {
    const line = plainLine(raw);
    if (debugLine.test(line)) return;
    if (line.trim() !== '') tail.push(line);
    if (tail.length > tailLength) tail.shift();
    onStderr?.(line);
  };
  for await (const chunk of child.stderr as AsyncIterable<Buffer>) splitter.push(chunk).forEach(tell);
  splitter.end().forEach(tell);
}

/** The steps by which a program is ended: interrupt, terminate, kill. */
class Ending {
  begun = false;
  forced = false;
  #timer: NodeJS.Timeout | undefined;
  #alsoKilled: Promise<void> | undefined;
  readonly #patience: Patience;
  readonly #killAtOnce: boolean;

  constructor(
    private readonly child: ChildProcess,
    private readonly spec: CommandSpec,
    { patience = { interrupt: 30_000, terminate: 10_000 }, killAtOnce = false }: CommandListeners,
  ) {
    this.#patience = patience;
    this.#killAtOnce = killAtOnce;
  }

  begin(): void {
    if (this.begun) return;
    this.begun = true;
    if (this.#killAtOnce) return this.kill();
    endGroup(this.child, 'SIGINT');
    this.#timer = setTimeout(() => this.#terminate(), this.#patience.interrupt);
  }

  kill(): void {
    this.forced = true;
    endGroup(this.child, 'SIGKILL');
    const { alsoKill } = this.spec;
    if (alsoKill) this.#alsoKilled = killed({ ...this.spec, ...alsoKill });
  }

  /** Settled when nothing of it runs any more, as far as that is known. */
  async done(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#alsoKilled;
  }

  #terminate(): void {
    this.forced = true;
    // Windows knows no gentler way than to kill.
    if (process.platform === 'win32') return this.kill();
    endGroup(this.child, 'SIGTERM');
    this.#timer = setTimeout(() => this.kill(), this.#patience.terminate);
  }
}

/** How long may be waited for what ends something elsewhere, in milliseconds. */
const longestKill = 15_000;

/** Settled when the command has ended, or takes too long. */
function killed(spec: ProgramSpec): Promise<void> {
  return new Promise(resolve => {
    const command = startProgram(spec, { stdio: 'ignore', timeout: longestKill });
    command.once('error', () => resolve());
    command.once('exit', () => resolve());
  });
}

/**
 * A command as the log shows it: with its arguments, but without the values of variables and of backend settings, and without the
 * secrets of addresses.
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
