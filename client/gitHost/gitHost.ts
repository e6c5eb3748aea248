/** What every Git host can do for us, and the plain data that goes in and out. One file beside this one per Git host. */
import type { PipelineState } from './pipelineState';

/** `bitbucketDataCenter` is the self-hosted product, whose pages we fill in and whose API is another. */
export type GitHostKind = 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'bitbucketDataCenter' | 'azureDevOps';

/** A repository on a Git host. */
export interface HostedRepository {
  kind: GitHostKind;
  /** Where its pages are, without a slash at the end: `https://github.com`, `https://example.org/gitlab`. */
  web: string;
  /** Where its API is, without a slash at the end. */
  api: string;
  /** `owner/name`; GitLab `group/subgroup/name`; Azure DevOps `organization/project/name`. */
  repository: string;
}

/** A branch, in the repository itself or in a fork. */
export interface GitHostBranch {
  repository: string;
  branch: string;
}

export interface Person {
  /** What mentions and requests use: a login, or an id where the Git host wants one. */
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
  head: GitHostBranch;
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

/** An open pull request, as lists of them tell it. */
export interface ListedPullRequest {
  number: number;
  title: string;
  /** The branch that is to be merged. */
  branch: string;
  /** The newest commit of that branch: its hash, or on Bitbucket the beginning of it. */
  commit: string;
}

/** A file that a pipeline has kept. */
export interface PipelineFile {
  name: string;
  text: string;
  /** What the run is called. */
  run: string;
  /** Page of the run, as the Git host tells it. */
  url?: string;
  /** When the run ended, in milliseconds since 1970. */
  finishedAt?: number;
}

export interface RemoteRepository {
  defaultBranch: string;
  /** What it was forked from. */
  parent?: { repository: string; defaultBranch: string };
}

/** A repository on a Git host, as somebody who is signed in. Everything rejects with a `GitHostError` and nothing else. */
export interface GitHost {
  readonly place: HostedRepository;
  /** Who is signed in. */
  user(): Promise<Person>;
  repository(): Promise<RemoteRepository>;
  /** The open pull request of a branch into this repository. */
  findOpen(head: GitHostBranch): Promise<PullRequest | undefined>;
  create(request: NewPullRequest): Promise<PullRequest>;
  update(pullRequest: PullRequest, change: PullRequestChange): Promise<PullRequest>;
  /** Names of labels; none where the Git host has no labels for pull requests. */
  labels(): Promise<string[]>;
  /** Who can be asked for a review; the person who is signed in is not among them. */
  reviewers(): Promise<Person[]>;
  /**
   * How the pipelines of a commit ended.
   *
   * @param ref in full, `refs/heads/main`: only the pipelines that ran for it, where the Git host tells which those are. A commit that is
   * on the main branch and has a deploy tag has one of each.
   */
  pipelineState(commit: string, ref: string): Promise<PipelineState>;
  /** Open pull requests into this repository, the newest first; at most a page of them. */
  openPullRequests(): Promise<ListedPullRequest[]>;
  /**
   * Plan reports that the pipelines of a commit have kept as artifacts.
   *
   * @param names exact names of files; of several with one name the newest counts.
   * @param ref in full: only runs for it, where the Git host tells which those are.
   */
  pipelineFiles(commit: string, names: readonly string[], ref?: string): Promise<PipelineFile[]>;
}

/** How a Git host is told who asks. */
export type Credentials =
  | { kind: 'bearer'; token: string }
  /** Bitbucket: the email address and an API token; Azure DevOps: no user and a personal access token. */
  | { kind: 'basic'; user: string; token: string };
