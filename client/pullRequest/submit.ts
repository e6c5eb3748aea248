/** From a written draft to a pull request: pushed, created or updated, labelled. Asks nobody; what goes wrong is told by what is thrown. */
import type { GitHost, GitHostBranch, NewPullRequest, PullRequest } from '../gitHost/gitHost';
import { GitHostError } from '../gitHost/gitHostError';

export interface Submission extends NewPullRequest {
  labels: readonly string[];
  reviewers: readonly string[];
}

export interface Submitted {
  pullRequest: PullRequest;
  created: boolean;
  /** It is there, but its labels or reviewers are not on it. */
  incomplete?: GitHostError;
}

/**
 * Creates the pull request, or updates the one that is open for the branch already, whoever has opened it and whenever.
 *
 * @throws GitHostError when there is none afterwards, or nobody knows.
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

/** A connection that dies after the request was sent may have left a pull request behind: look before anything else. */
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

/** @throws the first error when it is not there, or can't be looked for. */
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
