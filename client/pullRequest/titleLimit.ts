/** How long a title may be: GitHub takes 256 characters, GitLab, Gitea and Bitbucket 255, Azure DevOps 400. */
import type { GitHostKind } from '../gitHost/gitHost';

/** @returns in UTF-16 units. */
export function titleLimit(kind: GitHostKind | undefined): number {
  return kind === 'azureDevOps' ? 400 : 255;
}
