/** Runs git: arguments as an array, never through a shell, and never waiting for input. */
import { withoutCredentials } from '../../common/withoutCredentials';
import { findProgram } from '../../common/node/findProgram';
import { tooMuchOutput, tooSlow } from '../../common/node/git/revisionError';
import {
  GIT_READ_TIMEOUT_MS,
  MAX_GIT_OUTPUT_BYTES,
  type GitReader,
  type GitReadOptions,
} from '../../common/promotion/gitReader';
import { programOutput, type ProgramOutput } from '../processes/programOutput';
import { displayCommand } from './shownCommand';

export interface GitOptions {
  /** Path of git, as VS Code's git extension reports it. */
  program?: string;
  /** Called with each command before it runs, in a form without secrets. */
  onCommand?: (text: string) => void;
  /** Aborts git and its child processes; unfinished runs reject with the signal's reason. */
  signal?: AbortSignal;
  /** Environment variables in addition to those of this process. */
  environment?: NodeJS.ProcessEnv;
}

export interface GitRun {
  /** -1 if it could not be started, or was ended by a signal. */
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A git command failed. The message is git's output without passwords and tokens; the error of `run` also has the raw output. */
export class GitError extends Error {
  constructor(
    readonly parameters: readonly string[],
    readonly run: GitRun,
  ) {
    const output = withoutCredentials(run.stderr).trim();
    super(output === '' ? `git ${parameters[0] ?? ''} ended with ${run.exitCode}` : output);
    this.name = 'GitError';
  }
}

/** Git in one folder. */
export class Git implements GitReader {
  /** @param folder absolute path in a work tree. */
  constructor(
    readonly folder: string,
    private readonly options: GitOptions = {},
    original?: Git,
  ) {
    this.original = original ?? this;
  }

  /** The instance that `until` was called on; used as the key of per-clone caches. */
  readonly original: Git;

  /** Returns an instance whose commands end when the signal aborts. */
  until(signal: AbortSignal | undefined): Git {
    return signal ? new Git(this.folder, { ...this.options, signal }, this.original) : this;
  }

  /**
   * @returns its output, whatever its exit code.
   * @throws the signal's reason when it aborts; RestrictedModeError in Restricted Mode
   */
  async try(parameters: readonly string[], input?: string): Promise<GitRun> {
    this.options.onCommand?.(displayCommand(parameters));
    const run = await runGit(this.folder, parameters, this.options, input);
    return { ...run, stdout: run.stdout.toString('utf8') };
  }

  /**
   * @returns standard output without the final line break.
   * @throws GitError if its exit code is not 0.
   */
  async run(parameters: readonly string[], input?: string): Promise<string> {
    const run = await this.try(parameters, input);
    if (run.exitCode !== 0) throw new GitError(parameters, run);
    return run.stdout.replace(/\n$/, '');
  }

  /** Whether there is a git program. */
  async isInstalled(): Promise<boolean> {
    return (await this.try(['--version'])).exitCode === 0;
  }

  async read(
    parameters: readonly string[],
    { input, environment, limit = MAX_GIT_OUTPUT_BYTES }: GitReadOptions = {},
  ): Promise<ProgramOutput> {
    this.options.onCommand?.(displayCommand(parameters));
    const timeout = AbortSignal.timeout(GIT_READ_TIMEOUT_MS);
    const signal = this.options.signal ? AbortSignal.any([this.options.signal, timeout]) : timeout;
    const options = { ...this.options, signal, environment: { ...this.options.environment, ...environment } };
    try {
      const run = await runGit(this.folder, parameters, options, input, limit);
      if (run.isTooMuch) throw tooMuchOutput(parameters, limit);
      return run;
    } catch (error) {
      throw timeout.aborted && this.options.signal?.aborted !== true ? tooSlow() : error;
    }
  }

  in(folder: string): Git {
    return new Git(folder, this.options);
  }

  /** @returns the output like `run`; undefined if its exit code is not 0. */
  async tryRead(parameters: readonly string[]): Promise<string | undefined> {
    const run = await this.try(parameters);
    return run.exitCode === 0 ? run.stdout.replace(/\n$/, '') : undefined;
  }
}

async function runGit(
  cwd: string,
  parameters: readonly string[],
  { program = 'git', signal, environment }: GitOptions,
  input: string | undefined,
  limit?: number,
): Promise<ProgramOutput> {
  const env = { ...process.env, ...QUIET, ...environment };
  const file = await findProgram(program, cwd, env);
  if (file === undefined)
    return { exitCode: -1, stdout: Buffer.alloc(0), stderr: `${program} was not found on the PATH.` };
  const spec = { file, arguments: parameters, cwd, environment: env };
  return programOutput(spec, {
    input,
    signal,
    guarded: contactsRemote(parameters),
    ...(limit === undefined ? {} : { limit }),
  });
}

/** Whether a command contacts a remote, which can take any time. */
function contactsRemote(parameters: readonly string[]): boolean {
  const command = parameters.find((word, index) => !word.startsWith('-') && parameters[index - 1] !== '-c');
  return command === 'fetch' || command === 'push' || command === 'ls-remote';
}

/** Environment variables that disable prompts, select English output, and avoid optional locks. */
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C.UTF-8', LANGUAGE: 'en' } as const;
