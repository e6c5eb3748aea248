/** Runs git: arguments in an array, never through a shell, never waiting for somebody to type. */
import { spawn } from 'node:child_process';
import { shownCommand } from './shownCommand';

export interface GitOptions {
  /** Path of git; VS Code's git extension knows which. */
  program?: string;
  /** Told each command before it runs, as it may be logged. */
  onCommand?: (text: string) => void;
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

/** Git said no. The message is what it said, for people. */
export class GitError extends Error {
  constructor(
    readonly parameters: readonly string[],
    readonly run: GitRun,
  ) {
    super(run.stderr.trim() === '' ? `git ${parameters[0] ?? ''} ended with ${run.exitCode}` : run.stderr.trim());
    this.name = 'GitError';
  }
}

/** Git in one folder. */
export class Git {
  /** @param folder absolute path, anywhere in a work tree. */
  constructor(
    readonly folder: string,
    private readonly options: GitOptions = {},
  ) {}

  /** @returns what it wrote, whatever its exit code. Rejects only when the signal aborts. */
  async try(parameters: readonly string[], input?: string): Promise<GitRun> {
    this.options.onCommand?.(shownCommand(parameters));
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
    this.options.onCommand?.(shownCommand(parameters));
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

function runGit(
  cwd: string,
  parameters: readonly string[],
  { program = 'git', signal, environment }: GitOptions,
  input: string | undefined,
): Promise<{ exitCode: number; stdout: Buffer; stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...quiet, ...environment };
    const child = spawn(program, parameters, { cwd, env, stdio: 'pipe', windowsHide: true, ...(signal && { signal }) });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', error => {
      if (error.name === 'AbortError') reject(error);
      else resolve({ exitCode: -1, stdout: Buffer.alloc(0), stderr: error.message });
    });
    child.once('close', code =>
      resolve({ exitCode: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    );
    // It may end without having read all of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Asks nobody, speaks English where we read it, and takes no locks only to remember what it saw. */
const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C.UTF-8', LANGUAGE: 'en' } as const;
