/**
 * Builds the sides that the tool `kubestack_compare` compares. The server does not read Git repositories, so the files are sent with the
 * call.
 */
import type { CallToolParams, ComparisonSide } from '../../common/protocol';
import { folderRevision } from '../git/folderRevision';

export const COMPARE_TOOL = 'kubestack_compare';

/**
 * The two sides in an input of the tool.
 * @param folder absolute path of the compared folder
 * @param uri of that folder
 * @throws GitError if the revision does not exist
 */
export async function comparedSides(
  folder: string,
  uri: string,
  base: string,
  head: string | undefined,
): Promise<NonNullable<CallToolParams['sides']>> {
  const side = async (revision: string): Promise<ComparisonSide> => ({
    kind: 'files',
    files: await folderRevision(folder, revision),
  });
  return { uri, before: await side(base), after: head === undefined ? { kind: 'workspace' } : await side(head) };
}
