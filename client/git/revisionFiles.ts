/** Reads the configuration of a revision from git's objects, without changing the work tree. */
import { posix } from 'node:path';
import { isComparedFile, LARGEST_CONFIGURATION } from '../core/comparedFiles';
import type { Git } from './git';

/** Manifests and files that generators read: any file except images, archives and programs. */
const MANIFEST_FILE =
  /(?:\.(?:env|properties|conf|cfg|ini|toml|xml|sh|html|css|js|sql|pem|crt)|(?:^|\/)[^./]+|(?:^|\/)\.[\w-]+)$/;
/** Maximum size of a manifest, in bytes; custom resource definitions are long. */
const LARGEST_MANIFEST = 16 * 1024 * 1024;

/** Like `revisionFiles`, including all files that overlays may read. */
export const manifestRevisionFiles = (git: Git, revision: string, folder: string): Promise<Record<string, string>> =>
  revisionFiles(git, revision, folder, true);

/**
 * @param git in any folder of the repository.
 * @param revision any name of a commit that does not start with `-`.
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
  const commit = await git.run(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  const listing = await git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  const blobs = listing.split('\0').flatMap(line => blobOf(line, withManifests));
  const contents = await readBlobs(git, [...new Set(blobs.map(({ hash }) => hash))]);
  const files: Record<string, string> = {};
  for (const { hash, path } of blobs) {
    const content = contents.get(hash);
    if (content !== undefined) files[folder === '' ? path : posix.relative(folder, path)] = content;
  }
  return files;
}

interface Blob {
  hash: string;
  path: string;
}

/** `<mode> blob <hash> <size>\t<path>`. Links are ignored. */
function blobOf(line: string, withManifests: boolean): Blob[] {
  const [, mode, hash = '', size, path = ''] = /^(\d+) blob ([0-9a-f]+) +(\d+)\t([^]*)$/.exec(line) ?? [];
  const isNamed = isComparedFile(path) || (withManifests && MANIFEST_FILE.test(path));
  const largest = withManifests && /\.(?:ya?ml|json)$/.test(path) ? LARGEST_MANIFEST : LARGEST_CONFIGURATION;
  const isSelected = mode !== undefined && mode !== '120000' && isNamed && Number(size) <= largest;
  return isSelected ? [{ hash, path }] : [];
}

async function readBlobs(git: Git, hashes: readonly string[]): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  if (hashes.length === 0) return contents;
  const output = await git.bytes(['cat-file', '--batch'], `${hashes.join('\n')}\n`);
  // `<hash> blob <size>`, a line break, the content, a line break; `<hash> missing` in a partial clone that is offline.
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [hash = '', kind, size = '0'] = output.subarray(at, end).toString('latin1').split(' ');
    const start = end + 1;
    if (kind === 'missing') {
      at = start;
      continue;
    }
    contents.set(hash, output.subarray(start, start + Number(size)).toString('utf8'));
    at = start + Number(size) + 1;
  }
  return contents;
}
