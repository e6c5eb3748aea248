/** What every forge can do for us, and the plain data that goes in and out. One file beside this one per forge. */
import type { PipelineState } from './pipelineState';

/** `bitbucketDataCenter` is the self-hosted product, whose pages we fill in and whose API is another. */
export type ForgeKind = 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'bitbucketDataCenter' | 'azureDevOps';

/** A repository on a forge. */
export interface ForgePlace {
  kind: ForgeKind;
  /** Where its pages are, without a slash at the end: `https://github.com`, `https://example.org/gitlab`. */
  web: string;
  /** Where its API is, without a slash at the end. */
  api: string;
  /** `owner/name`; GitLab `group/subgroup/name`; Azure DevOps `organization/project/name`. */
  repository: string;
}

/** A branch, in the repository itself or in a fork. */
export interface ForgeBranch {
  repository: string;
  branch: string;
}

export interface Person {
  /** What mentions and requests use: a login, or an id where the forge wants one. */
  id: string;
  name: string;
}

export interface PullRequest {
  number: number;
  title: string;
  body: string;
  draft: boolean;
  /** The branch that it is to be merged into. */
  base: string;
  url: string;
}

export interface NewPullRequest {
  head: ForgeBranch;
  base: string;
  title: string;
  body: string;
  draft: boolean;
}

/** What is left out stays as it is. Labels and reviewers are added, never taken away. */
export interface PullRequestChange {
  title?: string;
  body?: string;
  draft?: boolean;
  labels?: readonly string[];
  /** `id`s of `reviewers()`. */
  reviewers?: readonly string[];
}

export interface RepositoryFacts {
  defaultBranch: string;
  /** What it was forked from. */
  parent?: { repository: string; defaultBranch: string };
}

/** A repository on a forge, as somebody who is signed in. Everything rejects with a `ForgeError` and nothing else. */
export interface Forge {
  readonly place: ForgePlace;
  /** Who is signed in. */
  user(): Promise<Person>;
  repository(): Promise<RepositoryFacts>;
  /** The open pull request of a branch into this repository. */
  findOpen(head: ForgeBranch): Promise<PullRequest | undefined>;
  create(request: NewPullRequest): Promise<PullRequest>;
  update(pullRequest: PullRequest, change: PullRequestChange): Promise<PullRequest>;
  /** Names of labels; none where the forge has no labels for pull requests. */
  labels(): Promise<string[]>;
  /** Who can be asked for a review; the person who is signed in is not among them. */
  reviewers(): Promise<Person[]>;
  /**
   * How the pipelines of a commit ended.
   *
   * @param ref in full, `refs/heads/main`: only the pipelines that ran for it, where the forge tells which those are. A commit that is
   * on the main branch and has a deploy tag has one of each.
   */
  pipelineState(commit: string, ref: string): Promise<PipelineState>;
}

/** How a forge is told who asks. */
export type Credentials =
  | { kind: 'bearer'; token: string }
  /** Bitbucket: the email address and an API token; Azure DevOps: no user and a personal access token. */
  | { kind: 'basic'; user: string; token: string };
