/** The main branch that the conditions and filters of pipelines name. */
import type { BranchName } from '../../../common/pipelines/event';
import type { TextFileRange } from '../engine/check';
import { rangeOfRange, type CheckedPipelines } from '../platform/pipelines';

const MAIN_BRANCHES = ['main', 'master'];

export interface NamedMainBranch {
  readonly branch: string;
  readonly range: TextFileRange;
}

/** The names in all pipelines of a platform, with a pause before each file. A condition that names several main branches is left out. */
export function* mainBranchesNamed(pipelines: CheckedPipelines): Generator<undefined, NamedMainBranch[]> {
  const all: NamedMainBranch[] = [];
  for (const definition of pipelines.own) {
    yield;
    for (const names of definition.branchNames()) all.push(...namedIn(pipelines, names));
  }
  return all;
}

function namedIn(pipelines: CheckedPipelines, { names }: BranchName): NamedMainBranch[] {
  const [branch, second] = MAIN_BRANCHES.filter(name => names.has(name));
  const range = branch === undefined ? undefined : names.get(branch);
  const sourceRange = range && rangeOfRange(pipelines, range);
  return branch === undefined || second !== undefined || !sourceRange ? [] : [{ branch, range: sourceRange }];
}
