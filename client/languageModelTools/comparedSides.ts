/** Builds the sides that the tool `kubestack_compare` compares. The server does not read Git repositories, so it names the files that it needs. */
import { realpath } from 'node:fs/promises';
import { slashPathBelow } from '../../common/node/paths';
import { RevisionRepository, type Revision } from '../../common/node/git/revisionRepository';
import { OFFLINE } from '../../common/promotion/gitReader';
import type { ComparedSides, NamedSide } from '../core/revisionSide';
import { Git } from '../git/git';
import { commitSide, treeFiles } from '../git/revisionFiles';
import { pathWithin } from '../../common/within';

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
): Promise<ComparedSides> {
  const git = new Git(folder, { environment: OFFLINE });
  const repository = await RevisionRepository.around(git);
  const below = slashPathBelow(repository.top, await realpath(folder));
  const [from, to] = await repository.named(head === undefined ? [base] : [base, head]);
  const changed = await repository.changedPaths(from, to);
  const side = async (revision: Revision): Promise<NamedSide> =>
    typeof revision === 'string'
      ? commitSide(git, revision, below, withManifests ? 'manifests' : 'configuration')
      : { kind: 'files', files: await treeFiles(repository, revision, below, withManifests) };
  return {
    uri,
    before: await side(from),
    after: to === undefined ? { kind: 'workspace' } : await side(to),
    changedFiles: changed.flatMap(path => (below === '' ? path : (pathWithin(path, below) ?? []))),
  };
}
