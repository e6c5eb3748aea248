/**
 * Builds the sides that the tool `kubestack_compare` compares. The server does not read Git repositories, so the files are sent with the
 * call.
 */
import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import { slashPathBelow } from '../../common/node/paths';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import { OFFLINE } from '../../common/promotion/gitReader';
import type { CallToolParams } from '../../common/protocol';
import { Git } from '../git/git';
import { treeFiles } from '../git/revisionFiles';

export const COMPARE_TOOL = 'kubestack_compare';

/**
 * The two sides in an input of the tool. Nothing is written, and no program of the repository runs.
 * @param folder absolute path of the compared folder
 * @param uri of that folder
 * @throws RevisionError if the revision does not exist
 */
export async function comparedSides(
  folder: string,
  uri: string,
  base: string,
  head: string | undefined,
  withManifests = false,
): Promise<NonNullable<CallToolParams['sides']>> {
  const repository = await RevisionRepository.around(new Git(folder, { environment: OFFLINE }));
  const below = slashPathBelow(repository.top, await realpath(folder));
  const [from, to] = await repository.named(head === undefined ? [base] : [base, head]);
  const changed = await repository.changedPaths(from, to);
  return {
    uri,
    before: { kind: 'files', files: await treeFiles(repository, from, below, withManifests) },
    after:
      to === undefined
        ? { kind: 'workspace' }
        : { kind: 'files', files: await treeFiles(repository, to, below, withManifests) },
    changedFiles: changed.map(path => posix.relative(below, path)).filter(path => !path.startsWith('../')),
  };
}
