/** Determines from the state of the repository which steps are required before a pull request can be opened. */
import type { Operation, RepositoryState } from '../git/repositoryState';

export type PullRequestRefusal =
  /** There is no commit yet. */
  | { reason: 'noCommit' }
  /** A merge or a similar operation is in progress. */
  | { reason: 'operation'; operation: Operation }
  | { reason: 'conflicts'; files: readonly string[] }
  | { reason: 'noRemote' }
  /** No remote is on a known Git host, so a pull request can't be created. `remote`: the one to push to. */
  | { reason: 'noGitHost'; remote: string }
  /** The main branch is unknown. */
  | { reason: 'noMainBranch' }
  /** The main branch is checked out, without changes. */
  | { reason: 'nothingOnMain'; main: string }
  /** Another branch is checked out, without changes. */
  | { reason: 'nothingOnBranch'; branch: string; main: string };

export type NextStep =
  | { kind: 'refuse'; refusal: PullRequestRefusal }
  /** A branch has to be created at HEAD, which is the main branch or detached. */
  | { kind: 'branch'; ahead: number }
  /** Another branch is checked out. `mustCommit`: it has no commits of its own. */
  | { kind: 'propose'; ahead: number; mustCommit: boolean };

/**
 * @param main name of the main branch.
 * @param ahead number of commits of HEAD that are not in the main branch.
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
