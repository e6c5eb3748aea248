/** One environment in promotion order: the deployed commit, the waiting commits, and whether they may be promoted. */
import type { PipelineState } from '../gitHost/pipelineState';
import type { Commit, CommitGraph } from './commitGraph';
import type { DeployTag } from '../../common/promotion/deployTag';
import type { Refusal } from './refusal';
import type { TagOutcome } from '../../common/promotion/pipelineFiles';
import type { TagRule } from '../../common/promotion/tagRule';

/** A consistent snapshot of a repository. */
export interface RepositorySnapshot {
  /** '' if there is no remote. */
  readonly remote: string;
  /** URL in git's notation, without credentials. */
  readonly remoteUrl: string;
  /** Name of the main branch. */
  readonly mainBranch: string;
  /** The commit of the remote's main branch; undefined if the branch does not exist. */
  readonly main?: string;
  /** The checkout; no branch if HEAD is detached, no commit before the first one. */
  readonly head: { readonly commit?: string; readonly branch?: string };
  /** Uncommitted files by path in the repository. */
  readonly changes: readonly string[];
  readonly graph: CommitGraph;
  /** In any order. */
  readonly tags: readonly DeployTag[];
  /** Names of all tags, in this clone and on the remote. */
  readonly tagNames: ReadonlySet<string>;
  /** Why the data of the remote may be outdated; undefined if it is current. */
  readonly remoteProblem?: string;
}

/** Environments and their promotion settings. */
export interface PromotionRules {
  /** In promotion order. The main branch deploys to the first, tags to the others. */
  readonly environments: readonly string[];
  readonly tagRules: readonly TagRule[];
  /** `kubestack.promotion.soakMinutes` */
  readonly soakMinutes: number;
  /** What the repository's pipelines do for the deploy tags of each environment. */
  readonly tagOutcomes?: ReadonlyMap<string, TagOutcome>;
  /** Whether a pipeline deploys tags. */
  readonly hasTagPipeline?: boolean;
  /** Whether the repository has a pipeline that can be read. */
  readonly hasPipelines?: boolean;
  /** Whether a pipeline judges rules and freezes before it applies. */
  readonly checksRules?: boolean;
  /** An invalid tag pattern in the settings. */
  readonly badPattern?: string;
}

/** The environments that a commit declares. */
export interface CommitEnvironments {
  /** Of each platform, in promotion order. Platforms are in the same order as in the window. */
  readonly platforms: readonly (readonly string[])[];
  /** Why environments may be missing; undefined if they are complete. */
  readonly problem?: string;
}

/** The environments of commits by hash; no entry before a commit was read. */
export type EnvironmentsByCommit = ReadonlyMap<string, CommitEnvironments>;

/** Whether a commit certainly lacks an environment, so that it can't be planned there. */
export function lacksEnvironment(
  known: EnvironmentsByCommit | undefined,
  commit: string,
  environment: string,
): boolean {
  const found = known?.get(commit);
  return found !== undefined && found.problem === undefined && !declares(found, environment);
}

export const declares = ({ platforms }: CommitEnvironments, environment: string): boolean =>
  platforms.some(names => names.includes(environment));

/** Pipeline states by {@link pipelineKey}; no entry before the first query. */
export type PipelineStates = ReadonlyMap<string, PipelineState>;

/** @param ref `refs/heads/main` or `refs/tags/…` */
export const pipelineKey = (commit: string, ref: string): string => `${commit} ${ref}`;

/** The commit that is deployed to an environment. */
export interface DeployedCommit {
  readonly commit: string;
  /** The tag that deployed it; undefined for the first environment. */
  readonly tag?: DeployTag;
  /** Whether its tag is on a commit that is certainly not on the main branch. */
  readonly isStray?: boolean;
  /** In milliseconds since 1970; undefined if the commit is not in this clone, 0 if the time of its tag is unknown. */
  readonly at?: number;
  readonly by: string;
}

export interface Stage {
  readonly environment: string;
  /** The previous environment; undefined for the first. */
  readonly previous?: string;
  /** The deployed commit; undefined before the first promotion. */
  readonly there?: DeployedCommit;
  /** The commit that would be promoted: the one deployed to the previous environment. */
  readonly source?: DeployedCommit;
  /** The run that deployed the current commit, and its state. */
  readonly pipeline?: { readonly commit: string; readonly ref: string; readonly state: PipelineState };
  /** Commits of the source that are not deployed, newest first. */
  readonly waiting: readonly Commit[];
  /** Number of deployed commits that are not in the source. */
  readonly ahead: number;
  /** The tag of a newer commit that was deployed here before a rollback. */
  readonly heldBackFrom?: DeployTag;
  /** When the freeze that is in force here ends, in milliseconds. */
  readonly frozenUntil?: number;
  /** Why the source may not be promoted; empty if it may. */
  readonly refusals: readonly Refusal[];
  /** Deploy tags of the environment, newest first, without tags that exist only in this clone. */
  readonly history: readonly DeployTag[];
  /** Tags that exist only in this clone, so no pipeline deploys them. */
  readonly localOnly: readonly DeployTag[];
}
