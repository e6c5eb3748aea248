/** The model of triggers, runs and jobs that all pipeline systems share. */
import type { PipelineBudget } from './budget';
import type { JobRecord } from './commandRun';
import type { Truth } from './values/truth';
import type { PipelineValue } from './values/value';
import type { YamlFile, TextRange } from './yaml/tree';

/** An event in a repository. */
export type PipelineEvent =
  /** A push to a branch. */
  | { readonly kind: 'branch'; readonly name: string; readonly isDefault?: boolean }
  /** A push of a tag. */
  | { readonly kind: 'tag'; readonly name: string }
  /** A pull or merge request to a branch. */
  | { readonly kind: 'pullRequest'; readonly target: string }
  | { readonly kind: 'schedule' }
  /** A manual start. */
  | { readonly kind: 'manual' };

/** A job of a run. */
export interface JobRun {
  readonly file: YamlFile;
  readonly name: string;
  /** Position of the job's name. */
  readonly range: TextRange;
  readonly happens: Truth;
  /** Whether it waits for a manual start. */
  readonly isManual: boolean;
  /** The deployment environment of the job; it may need an approval. */
  readonly environment: PipelineValue | undefined;
  /** Names of the jobs in this run that it needs. */
  readonly needs: readonly string[];
  /** The checkout directory on the machine. */
  readonly checkout: string;
  readonly record: JobRecord;
}

/** What a pipeline file runs for an event. */
export interface PossibleRun {
  readonly jobs: readonly JobRun[];
  /**
   * Whether `jobs` is complete. If not (an included file is elsewhere, or a limit was reached), nothing can be concluded from a missing
   * job.
   */
  readonly isComplete: boolean;
  /** Whether the pipeline has more jobs or commands than are evaluated. */
  readonly exceedsLimits: boolean;
}

/** A pattern of tags that start a pipeline. */
export interface TagFilter {
  /** As a glob: `apps-deploy-*`. */
  readonly glob: string;
  /** An example of a matching tag. */
  readonly example: string;
  readonly range: TextRange;
}

/** A pipeline of one file, whatever system runs it. */
export interface PipelineDefinition {
  readonly file: YamlFile;
  readonly system: 'github' | 'gitlab';
  /** The run for an event. */
  runAt(event: PipelineEvent, budget: PipelineBudget): Generator<undefined, PossibleRun>;
  /** Every possible run: one per kind of trigger, with both outcomes of unknown conditions. */
  possibleRuns(budget: PipelineBudget): Generator<undefined, PossibleRun[]>;
  /** Tag patterns in filters and conditions, without those that match any tag. */
  tagFilters(): TagFilter[];
  /** Branch names in filters and conditions. */
  branchNames(): BranchName[];
  /** Branch filters of push triggers. */
  branchFilters(): BranchFilter[];
  /** Jobs and stages that jobs name, and that the pipeline surely lacks: its system refuses all of it. */
  missingNames(): MissingName[];
}

/** A job or stage that a pipeline names, and lacks. */
export interface MissingName {
  readonly kind: 'job' | 'stage';
  readonly name: string;
  /** The name, or the job's name if it has the default stage. */
  readonly range: TextRange;
  /** The names that the pipeline has. */
  readonly others: readonly string[];
}

/** A condition that compares branch names. */
export interface BranchName {
  readonly names: ReadonlyMap<string, TextRange>;
}

/** A list of branch patterns in a filter. */
export interface BranchFilter {
  readonly patterns: readonly { readonly text: string; readonly range: TextRange }[];
  /** Whether a branch of this name starts the pipeline. */
  readonly passes: (name: string) => Truth;
}
