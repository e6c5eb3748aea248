/** What can start a pipeline, and what a pipeline then does: the words that all systems share. */
import type { PipelineBudget } from './budget';
import type { JobRecord } from './commandRun';
import type { Truth } from './values/truth';
import type { PipelineValue } from './values/value';
import type { YamlFile, TextRange } from './yaml/tree';

/** Something that happens in a repository. */
export type PipelineEvent =
  /** A push to a branch. */
  | { readonly kind: 'branch'; readonly name: string; readonly isDefault?: boolean }
  /** A push of a tag. */
  | { readonly kind: 'tag'; readonly name: string }
  /** A pull or merge request to a branch. */
  | { readonly kind: 'pullRequest'; readonly target: string }
  | { readonly kind: 'schedule' }
  /** Somebody starts it. */
  | { readonly kind: 'manual' };

/** A job of a pipeline that something has started. */
export interface JobRun {
  readonly file: YamlFile;
  readonly name: string;
  /** The name of the job where it is written. */
  readonly range: TextRange;
  readonly happens: Truth;
  /** It waits until somebody starts it. */
  readonly isManual: boolean;
  /** The deployment environment that it names: somebody may have to approve it. */
  readonly environment: PipelineValue | undefined;
  /** Names of the jobs that it waits for, in this run. */
  readonly needs: readonly string[];
  /** Where the repository is on the machine. */
  readonly checkout: string;
  readonly record: JobRecord;
}

/** What a pipeline file runs when something happens. */
export interface PossibleRun {
  readonly jobs: readonly JobRun[];
  /**
   * Whether these are all its jobs. Where something is not known (a file that is elsewhere, more of it than is looked at), nothing may be
   * concluded from what is not there.
   */
  readonly isComplete: boolean;
}

/** Tags that a pipeline listens to. */
export interface TagFilter {
  /** As a glob: `apps-deploy-*`. */
  readonly glob: string;
  /** A tag that passes. */
  readonly example: string;
  readonly range: TextRange;
}

/** A pipeline of one file, whatever system runs it. */
export interface PipelineDefinition {
  readonly file: YamlFile;
  readonly system: 'github' | 'gitlab';
  /** What it runs when this happens. */
  runAt(event: PipelineEvent, budget: PipelineBudget): PossibleRun;
  /** What it can run at all: one run for each kind of thing that starts it, with what is not known of it taken both ways. It pauses after each. */
  possibleRuns(budget: PipelineBudget): Generator<undefined, PossibleRun[]>;
  /** Patterns of tags in filters and conditions; those that take any tag are not among them. */
  tagFilters(): TagFilter[];
  /** What filters and conditions call a branch. */
  branchNames(): BranchName[];
  /** Filters of pushes to branches. */
  branchFilters(): BranchFilter[];
}

/** A place that names branches, and tells them from others. */
export interface BranchName {
  readonly names: ReadonlyMap<string, TextRange>;
}

/** A list of patterns that branches have to pass. */
export interface BranchFilter {
  readonly patterns: readonly { readonly text: string; readonly range: TextRange }[];
  /** Whether a branch with this name starts the pipeline. */
  readonly passes: (name: string) => Truth;
}
