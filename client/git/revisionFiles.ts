/** The files of revisions as comparisons receive them: contents by path relative to a folder, also of files outside of it (`../modules/a/main.tf`). */
import { posix } from 'node:path';
import { setOwnProperty } from '../../common/ownProperty';
import { RevisionRepository, type Revision } from '../../common/node/git/revisionRepository';
import { RepositoryFiles } from '../../common/node/repositoryFiles';
import { isComparedFile, MAX_CONFIGURATION_BYTES } from '../core/comparedFiles';
import type { Git } from './git';
import type { ChangedFile } from './statusText';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/** Manifests and files that generators read: any file except images, archives and programs. */
const MANIFEST_FILE =
  /(?:\.(?:env|properties|conf|cfg|ini|toml|xml|sh|html|css|js|sql|pem|crt)|(?:^|\/)[^./]+|(?:^|\/)\.[\w-]+)$/;
/** Maximum size of a manifest, in bytes; custom resource definitions are long. */
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/** Like `revisionFiles`, including all files that overlays may read. */
export const manifestRevisionFiles = (git: Git, revision: string, folder: string): Promise<Record<string, string>> =>
  revisionFiles(git, revision, folder, true);

/**
 * @param git in any folder of the repository.
 * @param revision any name of a commit.
 * @param folder path of the compared folder, relative to the top of the work tree, with "/"; `''` for the top.
 * @param withManifests also reads files that overlays may read.
 * @throws RevisionError if the revision does not exist.
 */
export async function revisionFiles(
  git: Git,
  revision: string,
  folder: string,
  withManifests = false,
): Promise<Record<string, string>> {
  const repository = await RevisionRepository.around(git);
  return treeFiles(repository, await repository.commit(revision), folder, withManifests);
}

/** The same for a revision of a repository that is open. Links are ignored. */
export async function treeFiles(
  repository: RevisionRepository,
  revision: Revision,
  folder: string,
  withManifests = false,
): Promise<Record<string, string>> {
  const { files } = await repository.tree(revision, path => limitOf(path, withManifests));
  const texts: Record<string, string> = {};
  for (const [path, file] of files)
    if ('bytes' in file)
      setOwnProperty(texts, folder === '' ? path : posix.relative(folder, path), new TextDecoder().decode(file.bytes));
  return texts;
}

function limitOf(path: string, withManifests: boolean): number | undefined {
  if (!isComparedFile(path) && !(withManifests && MANIFEST_FILE.test(path))) return undefined;
  return withManifests && /\.(?:ya?ml|json)$/.test(path) ? MAX_MANIFEST_BYTES : MAX_CONFIGURATION_BYTES;
}

/**
 * The configuration of the whole work tree, including folders that are not open: files of HEAD, replaced by changed files on disk.
 *
 * @param root top of the work tree, absolute.
 * @param changes from git's status, including untracked files.
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
