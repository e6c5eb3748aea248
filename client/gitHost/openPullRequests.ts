import type { OpenPullRequest } from './gitHost';

/** Whether the branch of a pull request is still there: after that some Git hosts tell no commit of it. */
export const hasCommit = ({ commit }: OpenPullRequest): boolean => commit !== '';
