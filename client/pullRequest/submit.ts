/** From a written draft to a pull request: pushed, created or updated, labelled. Asks nobody; what goes wrong is told by what is thrown. */
import type { Forge, ForgeBranch, NewPullRequest, PullRequest } from '../gitHost/gitHost';
import { ForgeError } from '../gitHost/gitHostError';

export interface Submission extends NewPullRequest {
  labels: readonly string[];
  reviewers: readonly string[];
}

export interface Submitted {
  pullRequest: PullRequest;
  created: boolean;
  /** It is there, but its labels or reviewers are not on it. */
  incomplete?: ForgeError;
}

/**
 * Creates the pull request, or updates the one that is open for the branch already, whoever has opened it and whenever.
 *
 * @throws ForgeError when there is none afterwards, or nobody knows.
 */
export async function submit(forge: Forge, submission: Submission): Promise<Submitted> {
  const { head, labels, reviewers } = submission;
  const open = await forge.findOpen(head);
  const created = open ? undefined : await createOnce(forge, submission);
  const pullRequest = created?.pullRequest ?? (await updated(forge, open, submission));
  const result = { pullRequest, created: created?.isNew ?? false };
  if (labels.length === 0 && reviewers.length === 0) return result;
  try {
    await forge.update(pullRequest, { labels, reviewers });
    return result;
  } catch (error) {
    if (error instanceof ForgeError) return { ...result, incomplete: error };
    throw error;
  }
}

/** A connection that dies after the request was sent may have left a pull request behind: look before anything else. */
async function createOnce(
  forge: Forge,
  submission: Submission,
): Promise<{ pullRequest: PullRequest; isNew: boolean } | undefined> {
  try {
    return { pullRequest: await forge.create(submission), isNew: true };
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    const { failure, facts } = error;
    if (failure !== 'exists' && facts.mayBeDone !== true) throw error;
    const found = await findAfter(forge, submission.head, error);
    if (failure === 'exists') return { pullRequest: await updated(forge, found, submission), isNew: false };
    return { pullRequest: found, isNew: true };
  }
}

/** @throws the first error when it is not there, or can't be looked for. */
async function findAfter(forge: Forge, head: ForgeBranch, error: ForgeError): Promise<PullRequest> {
  const found = await forge.findOpen(head).catch(() => undefined);
  if (!found) throw error;
  return found;
}

async function updated(forge: Forge, open: PullRequest | undefined, submission: Submission): Promise<PullRequest> {
  if (!open) throw new Error('There is no pull request to update.');
  const { title, body, draft } = submission;
  const change = {
    ...(title !== open.title && { title }),
    ...(body.trim() !== open.body.trim() && { body }),
    ...(draft !== open.draft && { draft }),
  };
  return Object.keys(change).length === 0 ? open : forge.update(open, change);
}
