/** One environment on the way of a change: what is there, what waits to go there, and whether it may. */
import type { PipelineState } from '../gitHost/pipelineState';
import type { Commit, CommitGraph } from './commitGraph';
import type { DeployTag } from './deployTag';
import type { Refusal } from './refusal';
import type { PipelineConflict } from './pipelineFiles';
import type { TagRule } from './tagRule';

/** What git tells of a repository, all of one moment. */
export interface RepositorySnapshot {
  /** '' where there is no remote. */
  readonly remote: string;
  /** As git has it, without credentials. */
  readonly remoteUrl: string;
  /** Name of the main branch. */
  readonly mainBranch: string;
  /** The commit of the remote's main branch; undefined where there is no such branch. */
  readonly main?: string;
  /** What is checked out; no branch where head is detached, no commit before the first one. */
  readonly head: { readonly commit?: string; readonly branch?: string };
  /** Changed files that are not committed, by their path in the repository. */
  readonly changes: readonly string[];
  readonly graph: CommitGraph;
  /** In any order. */
  readonly tags: readonly DeployTag[];
  /** Names of all tags, here and on the remote. */
  readonly tagNames: ReadonlySet<string>;
  /** Why what is known of the remote may be old; undefined where it has just told. */
  readonly remoteProblem?: string;
}

/** Names of environments, and what is set for them. */
export interface PromotionRules {
  /** In promotion order. The first gets what is on the main branch, the others by tags. */
  readonly environments: readonly string[];
  readonly tagRules: readonly TagRule[];
  /** `kubestack.promotion.soakMinutes` */
  readonly soakMinutes: number;
  /** Environments whose deploy tags the pipelines certainly apply to another one. */
  readonly conflicts?: ReadonlyMap<string, PipelineConflict>;
  /** Whether a pipeline deploys tags. */
  readonly hasTagPipeline?: boolean;
  /** Environments whose deploy tags certainly start none of the repository's pipelines. */
  readonly withoutPipeline?: ReadonlySet<string>;
  /** A pattern that was set and can't be used. */
  readonly badPattern?: string;
}

/** What the Git host has told, by {@link pipelineKey}; nothing where it was not asked yet. */
export type PipelineStates = ReadonlyMap<string, PipelineState>;

/** @param ref `refs/heads/main` or `refs/tags/…` */
export const pipelineKey = (commit: string, ref: string): string => `${commit} ${ref}`;

/** What is in an environment. */
export interface DeployedCommit {
  readonly commit: string;
  /** The tag that brought it; none in the first environment. */
  readonly tag?: DeployTag;
  /** In milliseconds since 1970; undefined where the commit is not known here. */
  readonly at?: number;
  readonly by: string;
}

export interface Stage {
  readonly environment: string;
  /** The environment before this one; none for the first. */
  readonly previous?: string;
  /** What is there; undefined before the first promotion. */
  readonly there?: DeployedCommit;
  /** What would be promoted: what is in the environment before. */
  readonly source?: DeployedCommit;
  /** The run that brought what is there, and how it ended: the health of the environment. */
  readonly pipeline?: { readonly commit: string; readonly ref: string; readonly state: PipelineState };
  /** Commits of the source that are not there, newest first. */
  readonly waiting: readonly Commit[];
  /** Commits that are there and not in the source. */
  readonly ahead: number;
  /** The tag of the newer commit that was here before a rollback. */
  readonly heldBackFrom?: DeployTag;
  /** Why the source may not be promoted now. Empty: it may. */
  readonly refusals: readonly Refusal[];
  /** Deploy tags of the environment, newest first; those that only this clone has are not among them. */
  readonly history: readonly DeployTag[];
  /** Tags that only this clone has: nobody deploys them. */
  readonly localOnly: readonly DeployTag[];
}
