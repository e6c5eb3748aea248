/** Why a repository or a revision can't be read. */
import { t } from '../../localization';
import { UnavailableFileError } from '../../unknownResultError';
import { withoutCredentials } from '../../withoutCredentials';
import { GIT_READ_TIMEOUT_MS, type GitOutput } from '../../promotion/gitReader';

/** The message names the request, and has git's error without credentials. */
export class RevisionError extends UnavailableFileError {}

/** @param problem what can't be done, without a period */
export function failedGit(problem: string, { stderr }: Pick<GitOutput, 'stderr'>): RevisionError {
  const message = withoutCredentials(stderr).trim();
  return new RevisionError(`${problem}${message === '' ? '.' : `: ${message}`}`);
}

export const tooSlow = (milliseconds = GIT_READ_TIMEOUT_MS): RevisionError =>
  new RevisionError(
    t(
      'git did not answer within {0} seconds. It waits forever if a pipe has the place of a file such as .gitignore.',
      milliseconds / 1000,
    ),
  );

/** @param bytes the limit */
export const tooMuchOutput = (parameters: readonly string[], bytes: number): RevisionError =>
  new RevisionError(
    t(
      'git {0} prints more than {1} MB: the repository is too large to be read.',
      gitCommandName(parameters),
      bytes / 2 ** 20,
    ),
  );

/** @returns '' without a command */
export const gitCommandName = (parameters: readonly string[]): string =>
  parameters.find((word, index) => !word.startsWith('-') && !/^-[cC]$/.test(parameters[index - 1] ?? '')) ?? '';
