/** The files of a revision, as the server reads them. */
import { missingObject, type RevisionTree } from '../../common/node/git/revisionRepository';
import type { ReadRefusal } from '../../common/refusal';
import type { GivenTree } from '../comparison/revisionFileSystem';

/** A file that a partial clone lacks ends the evaluation when it is read. */
export function givenTree({ files, links }: RevisionTree): GivenTree {
  const refusals = new Map<string, ReadRefusal>();
  const read = new Map<string, () => Uint8Array | undefined>();
  for (const [path, file] of files) {
    if ('refusal' in file) refusals.set(path, file.refusal);
    read.set(path, () => {
      if ('missing' in file) throw missingObject(file.missing);
      return 'bytes' in file ? file.bytes : undefined;
    });
  }
  return { files: read, links, refusals };
}
