/** A folder at a revision, as a side of a review. */
import { withoutTrailing } from '../../common/withoutTrailing';
import { Git } from './git';
import type { RevisionSide } from '../core/revisionSide';
import { revisionSide } from './revisionFiles';

/**
 * A folder at a revision, whose files are read and sent only if the server doesn't have them.
 * @param folder absolute path in a work tree
 * @throws RevisionError if the revision or the repository does not exist
 */
export async function folderSide(folder: string, revision: string): Promise<RevisionSide> {
  const git = new Git(folder);
  return revisionSide(git, revision, await folderInRepository(git));
}

/** '' for its top. */
const folderInRepository = async (git: Git): Promise<string> =>
  withoutTrailing(await git.run(['rev-parse', '--show-prefix']), '/');
