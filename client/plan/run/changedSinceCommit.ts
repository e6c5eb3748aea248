/** Compares the work tree with the commit of a pipeline's report. */
import * as path from 'node:path';
import { Git } from '../../git/git';
import type { Plan } from '../../../common/plan/plan';
import { collectInputs, mayAffect } from '../model/staleness';

/**
 * @param plan the plan of a report, with the files that it currently depends on.
 * @param commit full hash.
 * @returns absolute paths of the plan's files that differ from the commit, sorted; undefined if the repository does not have the commit.
 */
export async function changedSinceCommit(
  plan: Pick<Plan, 'folder' | 'inputs'>,
  commit: string,
): Promise<string[] | undefined> {
  const git = new Git(plan.folder);
  const root = (await git.try(['rev-parse', '--show-toplevel'])).stdout.replace(/\n$/, '');
  const differs = await git.try(['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', commit, '--']);
  const added = await git.try(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/']);
  if (root === '' || differs.exitCode !== 0 || added.exitCode !== 0) return undefined;
  const names = [...differs.stdout.split('\0'), ...added.stdout.split('\0')].filter(name => name !== '');
  // For deleted files, only the path shows whether the plan depended on them.
  const inputs = await collectInputs(plan.folder);
  const isInput = (file: string): boolean => mayAffect({ folder: plan.folder, inputs }, file);
  return [...new Set(names.map(name => path.join(root, name)).filter(isInput))].sort();
}
