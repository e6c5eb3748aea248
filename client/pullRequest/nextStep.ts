/** Decides from the state of the repository what has to be done before a pull request can be opened. */
import type { Operation, RepositoryState } from '../git/repositoryState';

export type PullRequestRefusal =
  /** There is no commit yet. */
  | { reason: 'noCommit' }
  /** A merge or a similar operation is unfinished. */
  | { reason: 'operation'; operation: Operation }
  | { reason: 'conflicts'; files: readonly string[] }
  | { reason: 'noRemote' }
  /** No remote is on a Git host that is known here: a pull request could not be created. `remote`: the one to push to. */
  | { reason: 'noGitHost'; remote: string }
  /** The main branch is unknown. */
  | { reason: 'noMainBranch' }
  /** On the main branch, without changes. */
  | { reason: 'nothingOnMain'; main: string }
  /** On a branch without changes. */
  | { reason: 'nothingOnBranch'; branch: string; main: string };

export type NextStep =
  | { kind: 'refuse'; refusal: PullRequestRefusal }
  /** A branch has to be created at HEAD, which is on the main branch or detached. */
  | { kind: 'branch'; ahead: number }
  /** On a branch of its own; `mustCommit` if it has no commits of its own. */
  | { kind: 'propose'; ahead: number; mustCommit: boolean };

/**
 * @param main name of the main branch.
 * @param ahead commits of HEAD that the main branch of the base does not have.
 */
export function nextStep(state: RepositoryState, main: string | undefined, ahead: number): NextStep {
  const refuse = (refusal: PullRequestRefusal): NextStep => ({ kind: 'refuse', refusal });
  if (state.commit === undefined) return refuse({ reason: 'noCommit' });
  if (state.operation) return refuse({ reason: 'operation', operation: state.operation });
  const files = state.changes.filter(({ change }) => change === 'conflict').map(({ path }) => path);
  if (files.length > 0) return refuse({ reason: 'conflicts', files });
  if (state.remotes.length === 0) return refuse({ reason: 'noRemote' });
  if (main === undefined) return refuse({ reason: 'noMainBranch' });
  const hasChanges = state.changes.length > 0;
  const ownBranch = state.branch !== undefined && state.branch !== main;
  if (!hasChanges && ahead === 0)
    return refuse(
      ownBranch ? { reason: 'nothingOnBranch', branch: state.branch ?? '', main } : { reason: 'nothingOnMain', main },
    );
  return ownBranch ? { kind: 'propose', ahead, mustCommit: ahead === 0 } : { kind: 'branch', ahead };
}
