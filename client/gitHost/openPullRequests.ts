import type { ListedPullRequest } from './gitHost';

/** Whether a pull request has a commit. Some Git hosts report none once its branch is deleted. */
export const hasCommit = ({ commit }: ListedPullRequest): boolean => commit !== '';
