/** Maximum lengths of the title and the body of a pull request on each Git host. */
import type { GitHostKind } from '../gitHost/gitHost';

/** In UTF-16 units, the body minus a margin for later additions. */
const LIMITS: Readonly<Record<GitHostKind, { readonly title: number; readonly body: number }>> = {
  azureDevOps: { title: 400, body: 3_900 },
  bitbucket: { title: 255, body: 31_000 },
  bitbucketDataCenter: { title: 255, body: 31_000 },
  gitea: { title: 255, body: 60_000 },
  github: { title: 255, body: 60_000 },
  gitlab: { title: 255, body: 60_000 },
};

/** @param kind undefined for a host without an API: the limits of GitHub */
const limitsOf = (kind: GitHostKind | undefined): (typeof LIMITS)[GitHostKind] => LIMITS[kind ?? 'github'];

/** The maximum length of a body. */
export const bodyLimit = (kind: GitHostKind | undefined): number => limitsOf(kind).body;

/** The maximum length of a title. */
export const titleLimit = (kind: GitHostKind | undefined): number => limitsOf(kind).title;
