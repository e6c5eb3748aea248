/** Creates or updates a pull request from a draft and adds labels and reviewers. Does not prompt; failures are thrown. */
import type { GitHost, GitHostBranch, NewPullRequest, PullRequest } from '../gitHost/gitHost';
import { GitHostError } from '../gitHost/gitHostError';

export interface Submission extends NewPullRequest {
  labels: readonly string[];
  reviewers: readonly string[];
}

export interface Submitted {
  pullRequest: PullRequest;
  created: boolean;
  /** The pull request exists, but its labels or reviewers could not be added. */
  incomplete?: GitHostError;
}

/**
 * Creates the pull request, or updates the open one of the branch.
 *
 * @throws GitHostError on failure, or if the result is unknown.
 */
export async function submit(gitHost: GitHost, submission: Submission): Promise<Submitted> {
  const { head, labels, reviewers } = submission;
  const open = await gitHost.findOpen(head);
  const created = open ? undefined : await createOnce(gitHost, submission);
  const pullRequest = created?.pullRequest ?? (await updated(gitHost, open, submission));
  const result = { pullRequest, created: created?.isNew ?? false };
  if (labels.length === 0 && reviewers.length === 0) return result;
  try {
    await gitHost.update(pullRequest, { labels, reviewers });
    return result;
  } catch (error) {
    if (error instanceof GitHostError) return { ...result, incomplete: error };
    throw error;
  }
}

/** If the connection is lost after the request, the pull request may exist, so this searches for it. */
async function createOnce(
  gitHost: GitHost,
  submission: Submission,
): Promise<{ pullRequest: PullRequest; isNew: boolean } | undefined> {
  try {
    return { pullRequest: await gitHost.create(submission), isNew: true };
  } catch (error) {
    if (!(error instanceof GitHostError)) throw error;
    const { failure, facts } = error;
    if (failure !== 'exists' && facts.mayBeDone !== true) throw error;
    const found = await findAfter(gitHost, submission.head, error);
    if (failure === 'exists') return { pullRequest: await updated(gitHost, found, submission), isNew: false };
    return { pullRequest: found, isNew: true };
  }
}

/** @throws the original error if the pull request does not exist or can't be searched. */
async function findAfter(gitHost: GitHost, head: GitHostBranch, error: GitHostError): Promise<PullRequest> {
  const found = await gitHost.findOpen(head).catch(() => undefined);
  if (!found) throw error;
  return found;
}

async function updated(gitHost: GitHost, open: PullRequest | undefined, submission: Submission): Promise<PullRequest> {
  if (!open) throw new Error('There is no pull request to update.');
  const { title, body, draft } = submission;
  const change = {
    ...(title !== open.title && { title }),
    ...(body.trim() !== open.body.trim() && { body }),
    ...(draft !== open.draft && { draft }),
  };
  return Object.keys(change).length === 0 ? open : gitHost.update(open, change);
}
