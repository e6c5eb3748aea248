/** Validates the responses of a Git host against their types. */
import { fits, optional, type Shape } from '../../common/shape';
import type { GitHost } from './gitHost';
import { asGitHostError, GitHostError } from './gitHostError';

const PERSON: Shape = { id: 'string', name: 'string' };
const PULL_REQUEST: Shape = {
  number: 'number',
  title: 'string',
  body: 'string',
  draft: 'boolean',
  base: 'string',
  url: 'string',
};
const REPOSITORY: Shape = {
  defaultBranch: 'string',
  parent: optional({ repository: 'string', defaultBranch: 'string' }),
};
const PIPELINE: Shape = {
  state: 'string',
  name: optional('string'),
  url: optional('string'),
  startedAt: optional('number'),
  finishedAt: optional('number'),
};
const OPEN_PULL_REQUEST: Shape = {
  number: 'number',
  title: 'string',
  branch: 'string',
  commit: value => typeof value === 'string' && /^[\da-f]{7,64}$/.test(value),
};
const FILE: Shape = {
  name: 'string',
  text: 'string',
  run: 'string',
  url: optional('string'),
  finishedAt: optional('number'),
};

/**
 * @param gitHost can fail with any error and return anything
 * @returns the same Git host, which fails only with `GitHostError`; `unexpected` means an invalid response
 */
export function checkedGitHost(gitHost: GitHost): GitHost {
  const { host } = new URL(gitHost.hostedRepository.api);
  const checked = async <T>(shape: Shape, send: () => Promise<T>): Promise<T> => {
    let answer: T;
    try {
      answer = await send();
    } catch (error) {
      throw asGitHostError(error, host);
    }
    if (fits(answer, shape)) return answer;
    throw new GitHostError('unexpected', { host });
  };
  return {
    hostedRepository: gitHost.hostedRepository,
    user: () => checked(PERSON, () => gitHost.user()),
    repository: () => checked(REPOSITORY, () => gitHost.repository()),
    findOpen: head => checked(optional(PULL_REQUEST), () => gitHost.findOpen(head)),
    create: request => checked(PULL_REQUEST, () => gitHost.create(request)),
    update: (pullRequest, change) => checked(PULL_REQUEST, () => gitHost.update(pullRequest, change)),
    labels: () => checked(['string'], () => gitHost.labels()),
    reviewers: () => checked([PERSON], () => gitHost.reviewers()),
    pipelineState: (commit, ref, file) => checked(PIPELINE, () => gitHost.pipelineState(commit, ref, file)),
    openPullRequests: () => checked([OPEN_PULL_REQUEST], () => gitHost.openPullRequests()),
    pipelineFiles: (commit, names, ref) => checked([FILE], () => gitHost.pipelineFiles(commit, names, ref)),
  };
}
