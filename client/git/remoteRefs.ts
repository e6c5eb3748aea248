/** Reads the references of a remote from the remote itself, not from local tracking references. */
import { type Git, GitError } from './git';

export interface RemoteRef {
  /** Hash of the referenced object; for an annotated tag, of the tag object. */
  readonly object: string;
  /** Hash of the commit. */
  readonly commit: string;
}

/** @returns references by full name, `refs/tags/v1`. @throws GitError if the remote does not respond */
export async function remoteRefs(
  git: Git,
  remote: string,
  patterns: readonly string[],
): Promise<Map<string, RemoteRef>> {
  const listing = await git.run(['ls-remote', '--quiet', '--', remote, ...patterns]);
  const refs = new Map<string, RemoteRef>();
  for (const line of listing.split('\n')) {
    const [hash = '', name = ''] = line.split('\t');
    if (name === '') continue;
    if (!name.endsWith('^{}')) refs.set(name, { object: hash, commit: hash });
    else {
      const tag = name.slice(0, -3);
      refs.set(tag, { object: refs.get(tag)?.object ?? hash, commit: hash });
    }
  }
  return refs;
}

/**
 * @param refspecs in git's notation
 * @throws GitError if the remote does not respond. Different local references are kept without an error.
 */
export async function fetchRefs(git: Git, remote: string, refspecs: readonly string[]): Promise<void> {
  const parameters = [
    ...['-c', 'maintenance.auto=false', '-c', 'gc.auto=0'],
    ...['fetch', '--no-tags', '--no-prune', '--no-prune-tags', '--no-recurse-submodules', '--no-write-fetch-head'],
    ...['--', remote, ...refspecs],
  ];
  const run = await git.try(parameters);
  if (run.exitCode !== 0 && !/\(would clobber existing tag\)/.test(run.stderr)) throw new GitError(parameters, run);
}
