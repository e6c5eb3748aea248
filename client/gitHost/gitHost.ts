/** The interface to Git hosts and its data types. Each Git host is implemented in another file of this folder. */
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
  /** Identifies the user in requests: a login name or, depending on the Git host, an ID. */
  id: string;
  name: string;
}

export interface PullRequest {
  number: number;
  title: string;
  body: string;
  draft: boolean;
  /** The target branch. */
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

/** An open pull request in a list. */
export interface ListedPullRequest {
  number: number;
  title: string;
  /** The source branch. */
  branch: string;
  /** The newest commit of the source branch: its hash, which Bitbucket abbreviates. */
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
  /** End of the run, in milliseconds since 1970. */
  finishedAt?: number;
}

export interface RemoteRepository {
  defaultBranch: string;
  /** The repository that it was forked from. */
  parent?: { repository: string; defaultBranch: string };
}

/** A repository on a Git host, accessed as the signed-in user. All methods reject only with a `GitHostError`. */
export interface GitHost {
  readonly hostedRepository: HostedRepository;
  /** The signed-in user. */
  user(): Promise<Person>;
  repository(): Promise<RemoteRepository>;
  /** The open pull request of a branch into this repository. */
  findOpen(head: GitHostBranch): Promise<PullRequest | undefined>;
  create(request: NewPullRequest): Promise<PullRequest>;
  update(pullRequest: PullRequest, change: PullRequestChange): Promise<PullRequest>;
  /** Names of labels; empty if the Git host has no labels for pull requests. */
  labels(): Promise<string[]>;
  /** Possible reviewers, without the signed-in user. */
  reviewers(): Promise<Person[]>;
  /**
   * The result of a commit's pipelines.
   *
   * @param ref full name, `refs/heads/main`: selects the pipelines that ran for it, if the Git host reports that. A commit on the main branch with a
   * deploy tag has pipelines for both.
   * @param file of the pipeline whose runs count, if the Git host reports it and has such runs.
   */
  pipelineState(commit: string, ref: string, file?: string): Promise<PipelineState>;
  /** Open pull requests into this repository, newest first; at most one page. */
  openPullRequests(): Promise<ListedPullRequest[]>;
  /**
   * Plan reports in the artifacts of a commit's pipelines.
   *
   * @param names exact names of files; of several files with the same name, the newest is returned.
   * @param ref full name: selects runs for it, if the Git host reports that.
   */
  pipelineFiles(commit: string, names: readonly string[], ref?: string): Promise<PipelineFile[]>;
}

/** Credentials for a Git host. */
export type Credentials =
  | { kind: 'bearer'; token: string }
  /** Bitbucket: the email address and an API token; Azure DevOps: no user and a personal access token. */
  | { kind: 'basic'; user: string; token: string };
