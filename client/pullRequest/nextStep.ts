/** What has to be done before a pull request can be opened; decided from what git tells, before anything is changed. */
import type { Operation, RepositoryState } from '../git/repositoryState';

export type PullRequestRefusal =
  /** There is no commit yet. */
  | { reason: 'noCommit' }
  /** A merge or something of its kind is not finished. */
  | { reason: 'operation'; operation: Operation }
  | { reason: 'conflicts'; files: readonly string[] }
  | { reason: 'noRemote' }
  /** No remote is on a Git host that is known here: a pull request could not be created. `remote`: the one to push to. */
  | { reason: 'noGitHost'; remote: string }
  /** The main branch can't be told. */
  | { reason: 'noMainBranch' }
  /** On the main branch, and all of it is there already. */
  | { reason: 'nothingOnMain'; main: string }
  /** On a branch that brings nothing. */
  | { reason: 'nothingOnBranch'; branch: string; main: string };

export type NextStep =
  | { kind: 'refuse'; refusal: PullRequestRefusal }
  /** A branch has to be made at HEAD: this is the main branch, or none. */
  | { kind: 'branch'; ahead: number }
  /** On a branch of its own; `mustCommit` when its commits alone bring nothing. */
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
