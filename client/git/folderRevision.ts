/** Reads the files of a folder at a revision, in the form that comparisons take. */
import { Git } from './git';
import { revisionFiles } from './revisionFiles';

/**
 * @param folder absolute path, anywhere in a work tree.
 * @param revision any name of a commit.
 * @returns contents by path relative to that folder.
 * @throws GitError where there is no such revision, or no repository.
 */
export async function folderRevision(folder: string, revision: string): Promise<Record<string, string>> {
  const git = new Git(folder);
  const path = (await git.run(['rev-parse', '--show-prefix'])).replace(/\/$/, '');
  return revisionFiles(git, revision, path);
}

/** The same with a cache for repeated calls: the files of a commit are read once. */
export class FolderRevision {
  private known: { readonly key: string; readonly files: Promise<Record<string, string>> } | undefined;

  /** As `folderRevision`. A branch or tag that has moved meanwhile is read anew. */
  async read(folder: string, revision: string): Promise<Record<string, string>> {
    const commit = await new Git(folder).run(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
    const key = `${commit} ${folder}`;
    if (this.known?.key !== key) this.known = { key, files: folderRevision(folder, commit) };
    const { files } = this.known;
    try {
      return await files;
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }
}
