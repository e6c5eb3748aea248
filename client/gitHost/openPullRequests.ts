import type { ListedPullRequest } from './gitHost';

/** Whether the branch of a pull request is still there: after that some Git hosts tell no commit of it. */
export const hasCommit = ({ commit }: ListedPullRequest): boolean => commit !== '';
