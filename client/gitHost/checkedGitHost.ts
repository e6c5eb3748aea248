/** A forge whose answers are as their types say: what a Git host sends decides nothing before it has been looked at. */
import { fits, optional, type Shape } from '../../common/shape';
import type { Forge } from './gitHost';
import { asForgeError, ForgeError } from './gitHostError';

const person: Shape = { id: 'string', name: 'string' };
const pullRequest: Shape = {
  number: 'number',
  title: 'string',
  body: 'string',
  draft: 'boolean',
  base: 'string',
  url: 'string',
};
const repository: Shape = {
  defaultBranch: 'string',
  parent: optional({ repository: 'string', defaultBranch: 'string' }),
};
const pipeline: Shape = {
  state: 'string',
  name: optional('string'),
  url: optional('string'),
  finishedAt: optional('number'),
};

/**
 * @param forge may fail with any error, and answer anything
 * @returns the same forge, which fails with a `ForgeError` only: `unexpected` where an answer makes no sense
 */
export function checkedForge(forge: Forge): Forge {
  const { host } = new URL(forge.place.api);
  const checked = async <T>(shape: Shape, ask: () => Promise<T>): Promise<T> => {
    let answer: T;
    try {
      answer = await ask();
    } catch (error) {
      throw asForgeError(error, host);
    }
    if (fits(answer, shape)) return answer;
    throw new ForgeError('unexpected', { host });
  };
  return {
    place: forge.place,
    user: () => checked(person, () => forge.user()),
    repository: () => checked(repository, () => forge.repository()),
    findOpen: head => checked(optional(pullRequest), () => forge.findOpen(head)),
    create: request => checked(pullRequest, () => forge.create(request)),
    update: (known, change) => checked(pullRequest, () => forge.update(known, change)),
    labels: () => checked(['string'], () => forge.labels()),
    reviewers: () => checked([person], () => forge.reviewers()),
    pipelineState: (commit, ref) => checked(pipeline, () => forge.pipelineState(commit, ref)),
  };
}
