/** Runs git: arguments in an array, never through a shell, never waiting for somebody to type. */
import { withoutCredentials } from '../../common/withoutCredentials';
import { findProgram } from '../../common/node/findProgram';
import { programOutput, type ProgramOutput } from '../processes/programOutput';
import { displayCommand } from './shownCommand';

export interface GitOptions {
  /** Path of git; VS Code's git extension knows which. */
  program?: string;
  /** Told each command before it runs, as it may be logged. */
  onCommand?: (text: string) => void;
  /** Ends git, with what it has started: its runs reject then with the signal's reason, unless they have come to their end. */
  signal?: AbortSignal;
  /** Over those of this process. */
  environment?: NodeJS.ProcessEnv;
}

export interface GitRun {
  /** -1 when it could not be started or was ended by a signal. */
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Git said no. The message is what it said, for people, without passwords and tokens; `run` has it as it was. */
export class GitError extends Error {
  constructor(
    readonly parameters: readonly string[],
    readonly run: GitRun,
  ) {
    const said = withoutCredentials(run.stderr).trim();
    super(said === '' ? `git ${parameters[0] ?? ''} ended with ${run.exitCode}` : said);
    this.name = 'GitError';
  }
}

/** Git in one folder. */
export class Git {
  /** @param folder absolute path, anywhere in a work tree. */
  constructor(
    readonly folder: string,
    private readonly options: GitOptions = {},
    original?: Git,
  ) {
    this.original = original ?? this;
  }

  /** What is remembered of a clone is remembered of this one. */
  readonly original: Git;

  /** The same, ended when the signal aborts. */
  until(signal: AbortSignal | undefined): Git {
    return signal ? new Git(this.folder, { ...this.options, signal }, this.original) : this;
  }

  /**
   * @returns what it wrote, whatever its exit code.
   * @throws the signal's reason when it aborts; RestrictedModeError in Restricted Mode
   */
  async try(parameters: readonly string[], input?: string): Promise<GitRun> {
    this.options.onCommand?.(displayCommand(parameters));
    const run = await runGit(this.folder, parameters, this.options, input);
    return { ...run, stdout: run.stdout.toString('utf8') };
  }

  /**
   * @returns standard output without the line end that closes it.
   * @throws GitError when its exit code is not 0.
   */
  async run(parameters: readonly string[], input?: string): Promise<string> {
    const run = await this.try(parameters, input);
    if (run.exitCode !== 0) throw new GitError(parameters, run);
    return run.stdout.replace(/\n$/, '');
  }

  /** As `run`, for output that is no text. */
  async bytes(parameters: readonly string[], input?: string): Promise<Buffer> {
    this.options.onCommand?.(displayCommand(parameters));
    const { exitCode, stdout, stderr } = await runGit(this.folder, parameters, this.options, input);
    if (exitCode !== 0) throw new GitError(parameters, { exitCode, stdout: '', stderr });
    return stdout;
  }

  /** @returns its output as `run`, or undefined when its exit code is not 0: for questions whose answer may be no. */
  async ask(parameters: readonly string[]): Promise<string | undefined> {
    const run = await this.try(parameters);
    return run.exitCode === 0 ? run.stdout.replace(/\n$/, '') : undefined;
  }
}

async function runGit(
  cwd: string,
  parameters: readonly string[],
  { program = 'git', signal, environment }: GitOptions,
  input: string | undefined,
): Promise<ProgramOutput> {
  const env = { ...process.env, ...QUIET, ...environment };
  const file = await findProgram(program, cwd, env);
  if (file === undefined)
    return { exitCode: -1, stdout: Buffer.alloc(0), stderr: `${program} was not found on the PATH.` };
  const spec = { file, arguments: parameters, cwd, environment: env };
  return programOutput(spec, { input, signal, guarded: asksRemote(parameters) });
}

/** Commands that may wait for a remote for as long as it likes. */
function asksRemote(parameters: readonly string[]): boolean {
  const command = parameters.find((word, index) => !word.startsWith('-') && parameters[index - 1] !== '-c');
  return command === 'fetch' || command === 'push' || command === 'ls-remote';
}

/** Asks nobody, speaks English where we read it, and takes no locks only to remember what it saw. */
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C.UTF-8', LANGUAGE: 'en' } as const;
