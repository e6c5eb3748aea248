/** Maximum lengths of the title and the body of a pull request on each Git host. */
import type { GitHostKind } from '../gitHost/gitHost';

/** The maximum length of a body in UTF-16 units, minus a margin for later additions. */
export function bodyLimit(kind: GitHostKind | undefined): number {
  if (kind === 'azureDevOps') return 3_900;
  return kind === 'bitbucket' || kind === 'bitbucketDataCenter' ? 31_000 : 60_000;
}

/** @returns in UTF-16 units. */
export function titleLimit(kind: GitHostKind | undefined): number {
  return kind === 'azureDevOps' ? 400 : 255;
}
