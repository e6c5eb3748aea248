/** Reads the configuration of a revision from git's objects, without changing the work tree. */
import { setOwnProperty } from '../../common/ownProperty';
import { posix } from 'node:path';
import { isComparedFile, MAX_CONFIGURATION_BYTES } from '../core/comparedFiles';
import { listFiles, readFiles, type CommitFile } from './commitFiles';
import type { Git } from './git';

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
 * @param revision any name of a commit or tree that does not start with `-`.
 * @param folder path of the compared folder, relative to the top of the work tree, with "/"; `''` for the top.
 * @returns contents by path relative to that folder, including files outside of it (`../modules/a/main.tf`), in the format of
 * `kubestack/compareConfigurations`.
 * @param withManifests also reads files that overlays may read.
 * @throws GitError if the revision does not exist.
 */
export async function revisionFiles(
  git: Git,
  revision: string,
  folder: string,
  withManifests = false,
): Promise<Record<string, string>> {
  const tree = await git.run(['rev-parse', '--verify', '--end-of-options', `${revision}^{tree}`]);
  const selected = (await listFiles(git, tree)).filter(file => isSelected(file, withManifests));
  const contents = await readFiles(git, selected);
  const files: Record<string, string> = {};
  for (const { hash, path } of selected) {
    const content = contents.get(hash);
    if (content !== undefined) setOwnProperty(files, folder === '' ? path : posix.relative(folder, path), content);
  }
  return files;
}

function isSelected({ path, size }: CommitFile, withManifests: boolean): boolean {
  const isNamed = isComparedFile(path) || (withManifests && MANIFEST_FILE.test(path));
  const largest = withManifests && /\.(?:ya?ml|json)$/.test(path) ? MAX_MANIFEST_BYTES : MAX_CONFIGURATION_BYTES;
  return isNamed && size <= largest;
}
