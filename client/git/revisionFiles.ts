/** The files of revisions as comparisons receive them: contents by path relative to a folder, also of files outside of it (`../modules/a/main.tf`). */
import { setOwnProperty } from '../../common/ownProperty';
import type { SideFile, SideFiles } from '../../common/protocol';
import { RevisionRepository, type Revision, type RevisionFile } from '../../common/node/git/revisionRepository';
import { RepositoryFiles } from '../../common/node/repositoryFiles';
import { comparedSize, MAX_TEXT_BYTES } from '../core/comparedFiles';
import type { RevisionSide } from '../core/revisionSide';
import type { Git } from './git';
import type { ChangedFile } from './statusText';
import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { stepsBetween } from '../../common/within';

/** Manifests and files that generators read: any file except images, archives and programs. */
const MANIFEST_FILE =
  /(?:\.(?:env|properties|conf|cfg|ini|toml|xml|sh|html|css|js|sql|pem|crt)|(?:^|\/)[^./]+|(?:^|\/)\.[\w-]+)$/;
/** Maximum size of a manifest, in bytes; custom resource definitions are long. */
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/**
 * A revision as a side of a review: the commit is found at once, its files are read if the server doesn't have them.
 * @param folder as for `revisionFiles`
 * @param files also those that overlays may read
 * @throws RevisionError if the revision does not exist
 */
export async function revisionSide(
  git: Git,
  revision: string,
  folder: string,
  files: 'configuration' | 'manifests' = 'configuration',
): Promise<RevisionSide> {
  const repository = await RevisionRepository.around(git);
  return commitSide(git, await repository.commit(revision), folder, files);
}

/**
 * The same for a commit by its full hash. Git runs only to read its files.
 * @throws nothing; reading the files of a commit that does not exist throws RevisionError
 */
export const commitSide = (
  git: Git,
  commit: string,
  folder: string,
  files: 'configuration' | 'manifests' = 'configuration',
): RevisionSide => ({
  kind: 'revision',
  id: `${commit} ${files}`,
  read: () => revisionFiles(git, commit, folder, files),
});

/**
 * @param git in any folder of the repository.
 * @param revision any name of a commit.
 * @param folder path of the compared folder, relative to the top of the work tree, with "/"; `''` for the top.
 * @throws RevisionError if the revision does not exist.
 */
export async function revisionFiles(
  git: Git,
  revision: string,
  folder: string,
  files: 'configuration' | 'manifests' = 'configuration',
): Promise<SideFiles> {
  const repository = await RevisionRepository.around(git);
  return treeFiles(repository, await repository.commit(revision), folder, files === 'manifests');
}

/**
 * The same for a revision of a repository that is open.
 * @param withManifests also reads files that overlays may read
 */
export async function treeFiles(
  repository: RevisionRepository,
  revision: Revision,
  folder: string,
  withManifests = false,
): Promise<SideFiles> {
  const { files, links } = await repository.tree(revision, path => limitOf(path, withManifests));
  const given: SideFiles = {};
  const set = (path: string, file: SideFile): void => setOwnProperty(given, stepsBetween(folder, path), file);
  for (const [path, file] of files) set(path, sideFile(file));
  for (const [path, link] of links) set(path, { link });
  return given;
}

function sideFile(file: RevisionFile): SideFile {
  if ('bytes' in file) return new TextDecoder().decode(file.bytes);
  return 'refusal' in file ? file : { refusal: 'missingObject' };
}

function limitOf(path: string, withManifests: boolean): number | undefined {
  const size = comparedSize(path);
  if (!withManifests) return size;
  if (/\.(?:ya?ml|json)$/.test(path)) return MAX_MANIFEST_BYTES;
  return size ?? (MANIFEST_FILE.test(path) ? MAX_TEXT_BYTES : undefined);
}

/**
 * The configuration of the whole work tree, including folders that are not open: files of HEAD, replaced by changed files on disk.
 *
 * @param root top of the work tree, absolute.
 * @param changes from git's status, including untracked files.
 */
export async function workTreeFiles(git: Git, root: string, changes: readonly ChangedFile[]): Promise<SideFiles> {
  const files = await revisionFiles(git, 'HEAD', '');
  const repository = RepositoryFiles.below(root);
  await Promise.all(
    changes.map(async ({ path, previous }) => {
      if (previous !== undefined) delete files[previous];
      const limit = comparedSize(path);
      const content = limit === undefined ? undefined : await workTreeFile(repository, join(root, path), limit);
      if (content === undefined) delete files[path];
      else setOwnProperty(files, path, content);
    }),
  );
  return files;
}

/** @returns undefined if it doesn't exist */
async function workTreeFile(repository: RepositoryFiles, path: string, limit: number): Promise<SideFile | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isSymbolicLink()) return { link: await readlink(path) };
  const content = await repository.read(path, limit);
  return content && 'bytes' in content ? new TextDecoder().decode(content.bytes) : content;
}
