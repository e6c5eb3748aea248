/** Runs git: arguments as an array, never through a shell, and never waiting for input. */
import { withoutCredentials } from '../../common/withoutCredentials';
import { findProgram } from '../../common/node/findProgram';
import { t } from '../../common/localization';
import { gitCommandName, tooMuchOutput, tooSlow } from '../../common/node/git/revisionError';
import {
  GIT_READ_TIMEOUT_MS,
  MAX_GIT_OUTPUT_BYTES,
  type GitReader,
  type GitReadOptions,
} from '../../common/promotion/gitReader';
import { programOutput, type ProgramOutput } from '../processes/programOutput';

export interface GitOptions {
  /** Path of git, as VS Code's git extension reports it. */
  program?: string;
  /** Called with each command before it runs, in a form without secrets. */
  onCommand?: (text: string) => void;
  /** Aborts git and its child processes; unfinished runs reject with the signal's reason. */
  signal?: AbortSignal;
  /** Environment variables in addition to those of this process. */
  environment?: NodeJS.ProcessEnv;
  limits?: GitLimits;
}

interface GitLimits {
  /** Time for a command that only reads this clone, in milliseconds. */
  readonly readMs: number;
  /** Time for a command that can wait for a remote, a hook, a filter or a signature. */
  readonly actionMs: number;
  /** Maximum size of standard output. */
  readonly bytes: number;
}

/** An action ends sooner if the user cancels it: its time only keeps it from waiting forever. */
const LIMITS: GitLimits = { readMs: GIT_READ_TIMEOUT_MS, actionMs: 10 * 60_000, bytes: MAX_GIT_OUTPUT_BYTES };

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
   * @returns its output, whatever its exit code. A command that takes too long fails, if its effect matters more than its output.
   * @throws RevisionError if it reads for too long or too much; the signal's reason when it aborts; RestrictedModeError in Restricted Mode
   */
  async try(parameters: readonly string[], input?: string): Promise<GitRun> {
    const isAction = ACTIONS.has(gitCommandName(parameters));
    const run = isAction
      ? await this.act(parameters, input)
      : await this.read(parameters, input === undefined ? {} : { input });
    return { ...run, stdout: run.stdout.toString('utf8') };
  }

  private async act(parameters: readonly string[], input: string | undefined): Promise<ProgramOutput> {
    const { actionMs, bytes } = this.options.limits ?? LIMITS;
    return this.within(actionMs, { parameters, input, limit: bytes }, () => ({
      exitCode: -1,
      stdout: Buffer.alloc(0),
      stderr: t('git {0} did not end within {1} seconds.', gitCommandName(parameters), actionMs / 1000),
    }));
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
    { input, environment, limit = (this.options.limits ?? LIMITS).bytes }: GitReadOptions = {},
  ): Promise<ProgramOutput> {
    const { readMs } = this.options.limits ?? LIMITS;
    const run = await this.within(readMs, { parameters, input, environment, limit }, () => {
      throw tooSlow(readMs);
    });
    if (run.isTooMuch) throw tooMuchOutput(parameters, limit);
    return run;
  }

  /** @param late called instead of an answer after the time in milliseconds */
  private async within(
    time: number,
    { parameters, input, environment, limit }: GitCommand,
    late: () => ProgramOutput,
  ): Promise<ProgramOutput> {
    this.options.onCommand?.(displayCommand(parameters));
    const timeout = AbortSignal.timeout(time);
    const signal = this.options.signal ? AbortSignal.any([this.options.signal, timeout]) : timeout;
    const options = { ...this.options, signal, environment: { ...this.options.environment, ...environment } };
    try {
      return await runGit(this.folder, parameters, options, input, limit);
    } catch (error) {
      if (timeout.aborted && this.options.signal?.aborted !== true) return late();
      throw error;
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
  limit: number,
): Promise<ProgramOutput> {
  const env = { ...process.env, ...QUIET, ...environment };
  const file = await findProgram(program, cwd, env);
  if (file === undefined)
    return { exitCode: -1, stdout: Buffer.alloc(0), stderr: `${program} was not found on the PATH.` };
  const spec = { file, arguments: parameters, cwd, environment: env };
  return programOutput(spec, {
    input,
    signal,
    guarded: REMOTE.has(gitCommandName(parameters)),
    limit,
  });
}

/** Commands that contact a remote, which can take any time. */
const REMOTE: ReadonlySet<string> = new Set(['fetch', 'push', 'ls-remote']);
/** The same, and commands that can run hooks and filters of the repository, or sign. */
const ACTIONS: ReadonlySet<string> = new Set([...REMOTE, 'add', 'commit', 'merge', 'reset', 'switch', 'tag']);

interface GitCommand {
  readonly parameters: readonly string[];
  readonly input: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly limit: number;
}

/** Environment variables that disable prompts, select English output, and avoid optional locks. */
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C.UTF-8', LANGUAGE: 'en' } as const;

/**
 * A command in the form for the log.
 *
 * @param parameters arguments of `git`.
 * @returns `git push origin refs/tags/a:refs/tags/a`, without passwords and tokens in URLs.
 */
function displayCommand(parameters: readonly string[]): string {
  const words = parameters.map(withoutCredentials);
  return ['git', ...words.map(word => (/^[\w@%+=:,./…~^{}*-]+$/.test(word) ? word : JSON.stringify(word)))].join(' ');
}
