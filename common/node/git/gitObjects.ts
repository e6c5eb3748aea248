/** Trees and contents in the output of git. */
import { RevisionError } from './revisionError';

export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'submodule';
  readonly hash: string;
  /** From the top of the work tree, with "/". */
  readonly path: string;
}

/** The entries in the output of `ls-tree -r -z`: `<mode> <type> <hash>\t<path>`. */
export const treeEntries = (listing: string): TreeEntry[] => listing.split('\0').flatMap(treeEntry);

function treeEntry(line: string): TreeEntry[] {
  const [, mode = '', type, hash = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
  if (type === 'commit') return [{ kind: 'submodule', hash, path }];
  return type === 'blob' ? [{ kind: mode === '120000' ? 'link' : 'file', hash, path }] : [];
}

/** The sizes in the output of `cat-file --batch-check` (`<hash> <type> <size>`), by hash; missing objects have none. */
export function objectSizes(output: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const line of output.split('\n')) {
    const [hash = '', type, size] = line.split(' ');
    if (type !== 'missing' && size !== undefined) sizes.set(hash, Number(size));
  }
  return sizes;
}

/** The contents in the output of `cat-file --batch`, by hash: `<hash> <type> <size>`, a line break, the content, a line break. */
export function objectContents(output: Uint8Array): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [hash = '', kind, size = '0'] = new TextDecoder('latin1').decode(output.subarray(at, end)).split(' ');
    if (end < 0) throw new RevisionError('git cat-file has no end of line.');
    const start = end + 1;
    at = start;
    if (kind === 'missing') continue;
    found.set(hash, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return found;
}
