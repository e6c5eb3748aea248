/** Brings references of a remote here, and nothing else: no other tags, nothing pruned, no submodules. */
import { GitError, type Git } from './git';

/**
 * @param refspecs as git takes them
 * @throws GitError when the remote does not answer. References that are here already, and are something else, stay: that is no error.
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
