/** Runs git for the command line and the MCP server: offline, within limits, and never from the checked folder. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { t } from '../../common/localization';
import { programPaths } from '../../common/programPaths';
import { HARMLESS } from '../../common/node/git/ownRepository';
import { failedGit, RevisionError, tooMuchOutput, tooSlow } from '../../common/node/git/revisionError';
import {
  GIT_READ_TIMEOUT_MS,
  MAX_GIT_OUTPUT_BYTES,
  OFFLINE,
  type GitOutput,
  type GitReader,
  type GitReadOptions,
} from '../../common/promotion/gitReader';

/** The end of standard error that is kept, in bytes. */
const MAX_ERROR_BYTES = 64 * 1024;

export interface GitReaderOptions {
  /** Ends commands that are running. */
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** @param folder absolute path */
export function gitReader(folder: string, options: GitReaderOptions = {}): GitReader {
  const read: GitReader['read'] = (parameters, given) => run(folder, parameters, { ...options, ...given });
  const printed = ({ stdout }: GitOutput): string => text(stdout).replace(/\r?\n$/, '');
  const command = (parameters: readonly string[]): Promise<GitOutput> => read([...HARMLESS, ...parameters]);
  return {
    original: {},
    folder,
    read,
    in: other => gitReader(other, options),
    run: async parameters => {
      const result = await command(parameters);
      if (result.exitCode !== 0) throw failedGit(t("{0} can't be read", folder), result);
      return printed(result);
    },
    tryRead: async parameters => {
      const result = await command(parameters);
      return result.exitCode === 0 ? printed(result) : undefined;
    },
    try: async parameters => ({ stdout: text((await command(parameters)).stdout) }),
  };
}

const text = (output: Uint8Array): string => Buffer.from(output).toString('utf8');

function run(
  folder: string,
  parameters: readonly string[],
  {
    input = '',
    environment,
    limit = MAX_GIT_OUTPUT_BYTES,
    signal,
    timeoutMs = GIT_READ_TIMEOUT_MS,
  }: GitReadOptions & GitReaderOptions,
): Promise<GitOutput> {
  // An absolute path: Windows would prefer a program named git in the checked folder.
  const file = programPaths('git', process.env, process.platform).find(path => existsSync(path));
  if (file === undefined)
    return Promise.reject(new RevisionError(t('git was not found. Install Git or add it to PATH.')));
  return new Promise((resolve, reject) => {
    const child = spawn(file, ['-C', folder, ...parameters], {
      env: { ...process.env, ...OFFLINE, ...environment },
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    const end = (reason: RevisionError): void => {
      reject(reason);
      child.kill('SIGKILL');
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    };
    const timer = setTimeout(() => end(tooSlow(timeoutMs)), timeoutMs);
    const abort = (): void => end(new RevisionError(t('The command was cancelled.')));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) end(tooMuchOutput(parameters, limit));
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-MAX_ERROR_BYTES)));
    child.once('error', error => reject(new RevisionError(t("git can't be started: {0}.", error.message))));
    child.once('close', code => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      resolve({ exitCode: code ?? -1, stdout: Buffer.concat(chunks), stderr });
    });
    // It can end before it has read all of its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
