/** The interface to Git hosts and its data types. Each Git host is implemented in a file beside this one. */
import type { PipelineState } from './pipelineState';

/** `bitbucketDataCenter` is the self-hosted product with a different API: only its web pages are used. */
export type GitHostKind = 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'bitbucketDataCenter' | 'azureDevOps';

/** A repository on a Git host. */
export interface HostedRepository {
  kind: GitHostKind;
  /** URL of its web pages without a trailing slash: `https://github.com`, `https://example.org/gitlab`. */
  web: string;
  /** URL of its API without a trailing slash. */
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
  /** Identifies the person in requests: a login or, depending on the Git host, an ID. */
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

/** Omitted fields are not changed. Labels and reviewers are added, never removed. */
export interface PullRequestChange {
  title?: string;
  body?: string;
  draft?: boolean;
  labels?: readonly string[];
  /** `id`s of `reviewers()`. */
  reviewers?: readonly string[];
}

/** An open pull request, as lists return it. */
export interface ListedPullRequest {
  number: number;
  title: string;
  /** The branch that is to be merged. */
  branch: string;
  /** The newest commit of that branch: its hash, on Bitbucket abbreviated. */
  commit: string;
}

/** A file from a pipeline's artifacts. */
export interface PipelineFile {
  name: string;
  text: string;
  /** Name of the run. */
  run: string;
  /** Web page of the run, from the Git host. */
  url?: string;
  /** When the run ended, in milliseconds since 1970. */
  finishedAt?: number;
}

export interface RemoteRepository {
  defaultBranch: string;
  /** What it was forked from. */
  parent?: { repository: string; defaultBranch: string };
}

/** A repository on a Git host, accessed as the signed-in user. All methods reject only with a `GitHostError`. */
export interface GitHost {
  readonly place: HostedRepository;
  /** The signed-in user. */
  user(): Promise<Person>;
  repository(): Promise<RemoteRepository>;
  /** The open pull request of a branch into this repository. */
  findOpen(head: GitHostBranch): Promise<PullRequest | undefined>;
  create(request: NewPullRequest): Promise<PullRequest>;
  update(pullRequest: PullRequest, change: PullRequestChange): Promise<PullRequest>;
  /** Names of labels; none where the Git host has no labels for pull requests. */
  labels(): Promise<string[]>;
  /** People who can be asked for a review, without the signed-in user. */
  reviewers(): Promise<Person[]>;
  /**
   * How the pipelines of a commit ended.
   *
   * @param ref in full, `refs/heads/main`: selects the pipelines that ran for it, where the Git host reports that. A commit on the main
   * branch with a deploy tag has pipelines for both.
   */
  pipelineState(commit: string, ref: string): Promise<PipelineState>;
  /** Open pull requests into this repository, the newest first; at most a page of them. */
  openPullRequests(): Promise<ListedPullRequest[]>;
  /**
   * Plan reports in the artifacts of a commit's pipelines.
   *
   * @param names exact names of files; of several with the same name the newest is returned.
   * @param ref full name: selects runs for it, where the Git host reports that.
   */
  pipelineFiles(commit: string, names: readonly string[], ref?: string): Promise<PipelineFile[]>;
}

/** Credentials for a Git host. */
export type Credentials =
  | { kind: 'bearer'; token: string }
  /** Bitbucket: the email address and an API token; Azure DevOps: no user and a personal access token. */
  | { kind: 'basic'; user: string; token: string };
