/** Files of a commit, read from git's objects without changing the work tree. */
import type { Git } from './git';

export interface CommitFile {
  readonly hash: string;
  /** Relative to the top of the work tree, with "/". */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** Lists the regular files of a commit. @throws GitError if the commit does not exist */
export async function listFiles(git: Git, commit: string): Promise<CommitFile[]> {
  const listing = await git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  return listing.split('\0').flatMap(fileIn);
}

/** `<mode> blob <hash> <size>\t<path>`. Links are ignored. */
function fileIn(line: string): CommitFile[] {
  const [, mode, hash = '', size, path = ''] = /^(\d+) blob ([0-9a-f]+) +(\d+)\t([^]*)$/.exec(line) ?? [];
  return mode === undefined || mode === '120000' ? [] : [{ hash, path, size: Number(size) }];
}

/** Reads the contents of files by their hashes. Files that a partial clone lacks are missing in the result. */
export async function readFiles(git: Git, files: readonly CommitFile[]): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  if (files.length === 0) return contents;
  const hashes = [...new Set(files.map(({ hash }) => hash))];
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
