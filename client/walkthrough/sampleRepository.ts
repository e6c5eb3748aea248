/** Makes the sample platform a Git repository with a remote, so that changes can be pushed and promoted without an account on a Git host. */
import type { Git } from '../git/git';

/** The remote, relative to the folder of the sample. It is inside the repository's own folder, so that nothing outside of the sample is written. */
export const SAMPLE_REMOTE = '.git/sample-remote.git';

/** Disables the user's hooks and templates, so that only these commands run. */
const PLAIN = ['-c', 'core.hooksPath=/dev/null', '-c', 'init.defaultBranch=main'];

/** Author of the commit if Git has none configured. */
const NOBODY = { 'user.name': 'Sample User', 'user.email': 'sample@example.invalid' } as const;

/**
 * Creates a repository from the files in the folder of `git`: one commit on the branch main, pushed to a bare repository.
 *
 * @param remote absolute path of the bare repository.
 * @throws GitError if Git fails; the files remain.
 */
export async function makeSampleRepository(git: Git, remote: string): Promise<void> {
  const run = (...parameters: string[]): Promise<string> => git.run([...PLAIN, ...parameters]);
  await run('init', '--quiet', '--template=');
  await run('init', '--quiet', '--template=', '--bare', remote);
  // The remote uses its own hooks instead of those of the user who pushes.
  await run('-C', remote, 'config', 'core.hooksPath', '/dev/null');
  for (const [name, value] of Object.entries(NOBODY))
    if ((await git.ask(['config', '--get', name])) === undefined) await run('config', '--local', name, value);
  await run('add', '--all');
  await run('commit', '--quiet', '--no-gpg-sign', '--message=Add the sample platform');
  await run('remote', 'add', 'origin', remote);
  await run('push', '--quiet', '--set-upstream', 'origin', 'main');
}
