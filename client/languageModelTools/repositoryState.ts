/** Reads what the tool `kubestack_get_state` needs of a repository. The server does not read Git repositories. */
import { repositoryRefs, type RepositoryRefs } from '../../common/promotion/repositoryRefs';
import { ownRepository } from '../../common/node/git/ownRepository';
import { Git } from '../git/git';

export const STATE_TOOL = 'kubestack_get_state';

/** @param folder absolute path @param setting `kubestack.mainBranch` @returns undefined without a repository */
export async function refsOf(folder: string, setting: string): Promise<RepositoryRefs | undefined> {
  const git = new Git(folder);
  try {
    await ownRepository(git);
    return await repositoryRefs(git, setting);
  } catch {
    return undefined;
  }
}
