/** Reads the files of a folder at a revision, in the format of comparisons. */
import { Git } from './git';
import { revisionFiles } from './revisionFiles';

/**
 * @param folder absolute path in a work tree.
 * @param revision name of a commit or tree.
 * @param withManifests also reads files that overlays may read.
 * @returns contents by path relative to the folder.
 * @throws GitError if the revision or the repository does not exist.
 */
export async function folderRevision(
  folder: string,
  revision: string,
  withManifests = false,
): Promise<Record<string, string>> {
  const git = new Git(folder);
  const path = (await git.run(['rev-parse', '--show-prefix'])).replace(/\/$/, '');
  return revisionFiles(git, revision, path, withManifests);
}

/** Like `folderRevision`, but with a cache: the files of a commit are read once. */
export class FolderRevision {
  private cached: { readonly key: string; readonly files: Promise<Record<string, string>> } | undefined;

  /** Like `folderRevision`. If a branch or tag has moved, its files are read again. */
  async read(folder: string, revision: string): Promise<Record<string, string>> {
    const commit = await new Git(folder).run(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
    const key = `${commit} ${folder}`;
    if (this.cached?.key !== key) this.cached = { key, files: folderRevision(folder, commit) };
    const { files } = this.cached;
    try {
      return await files;
    } catch (error) {
      this.cached = undefined;
      throw error;
    }
  }
}
