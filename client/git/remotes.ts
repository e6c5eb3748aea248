/** Reads the remotes of a repository. */
import type { Git } from './git';
import { remoteNames } from '../../common/promotion/findMainBranch';

export interface Remote {
  name: string;
  /** With `insteadOf` applied. */
  fetchUrl: string;
  /** With `pushInsteadOf` applied. */
  pushUrl: string;
}

/** Reads only the configuration, neither the index nor the work tree. */
export async function readRemotes(git: Git): Promise<Remote[]> {
  const remotes = await Promise.all(
    (await remoteNames(git)).map(async name => {
      const [fetchUrl, pushUrl] = await Promise.all([
        git.tryRead(['remote', 'get-url', '--', name]),
        git.tryRead(['remote', 'get-url', '--push', '--', name]),
      ]);
      return fetchUrl === undefined ? undefined : { name, fetchUrl, pushUrl: pushUrl ?? fetchUrl };
    }),
  );
  return remotes.filter(remote => remote !== undefined);
}
