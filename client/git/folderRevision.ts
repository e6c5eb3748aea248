/** Reads the files of a folder at a revision, in the format of comparisons. The files of a commit are read once. */
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import { Git } from './git';
import { revisionFiles } from './revisionFiles';

export class FolderRevision {
  private cached: { readonly key: string; readonly files: Promise<Record<string, string>> } | undefined;

  /**
   * If a branch or tag has moved, its files are read again.
   * @param folder absolute path in a work tree.
   * @param revision name of a commit.
   * @returns contents by path relative to the folder.
   * @throws RevisionError if the revision or the repository does not exist.
   */
  async read(folder: string, revision: string): Promise<Record<string, string>> {
    const git = new Git(folder);
    const commit = await (await RevisionRepository.around(git)).commit(revision);
    const key = `${commit} ${folder}`;
    if (this.cached?.key !== key) {
      const read = { key, files: filesBelow(git, commit) };
      this.cached = read;
      // A newer read may have replaced it meanwhile.
      read.files.catch(() => {
        if (this.cached === read) this.cached = undefined;
      });
    }
    return this.cached.files;
  }
}

async function filesBelow(git: Git, commit: string): Promise<Record<string, string>> {
  const below = (await git.run(['rev-parse', '--show-prefix'])).replace(/\/$/, '');
  return revisionFiles(git, commit, below);
}
