import { setOwnProperty } from '../../common/ownProperty';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git';
import { RepositoryFiles } from '../node/repositoryFiles';
import { isComparedFile, MAX_CONFIGURATION_BYTES } from '../core/comparedFiles';
import { revisionFiles } from './revisionFiles';
import type { ChangedFile } from './statusText';

/**
 * Reads the configuration of the whole work tree from disk, including folders that are not open: files of HEAD, replaced by changed files.
 *
 * @param root top of the work tree, absolute.
 * @param changes from git's status, including untracked files.
 * @returns contents by path from the top, as `revisionFiles` gives them.
 */
export async function workTreeFiles(
  git: Git,
  root: string,
  changes: readonly ChangedFile[],
): Promise<Record<string, string>> {
  const files = await revisionFiles(git, 'HEAD', '');
  const repository = RepositoryFiles.below(root);
  await Promise.all(
    changes.map(async ({ path, previous }) => {
      if (previous !== undefined) delete files[previous];
      const content = isComparedFile(path) ? await textOf(repository, join(root, path)) : undefined;
      if (content === undefined) delete files[path];
      else setOwnProperty(files, path, content);
    }),
  );
  return files;
}

/** Links are ignored, as in revisions. */
async function textOf(repository: RepositoryFiles, path: string): Promise<string | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isFile() ? repository.text(path, MAX_CONFIGURATION_BYTES) : undefined;
}
