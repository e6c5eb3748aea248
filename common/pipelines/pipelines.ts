/** The pipelines of a repository. Each file is read once. */
import { t } from '../localization';
import { PipelineBudget } from './budget';
import type { PipelineDefinition, PipelineEvent, PossibleRun, TagFilter } from './event';
import { githubPipeline } from './github/pipeline';
import { gitlabPipeline } from './gitlab/pipeline';
import { pipelineSystemOf } from './pipelineFiles';
import { Repository, type FileReader } from './repository';
import { mergedRuns } from './runWithin';

/** Maximum number of steps of work: for all possible runs, for the run of an event, and in total. A step takes up to 15 µs. */
const MAX_POSSIBLE_RUN_STEPS = 60_000;
const MAX_EVENT_STEPS = 20_000;
const MAX_TOTAL_STEPS = 90_000;
/** Maximum number of pipeline files that are read. */
export const MAX_PIPELINES = 100;

/** Everything that an evaluation starts from. */
interface Source {
  readonly repository: Repository;
  readonly definitions: readonly PipelineDefinition[];
  readonly unreadable: readonly string[];
}

export class Pipelines {
  readonly definitions: readonly PipelineDefinition[];
  /** Pipeline files that could not be read, or exceed the limits. */
  readonly unreadable: readonly string[];
  private readonly repository: Repository;
  private possible: ReadonlyMap<PipelineDefinition, readonly PossibleRun[]> | undefined;
  private tags: readonly TagFilter[] | undefined;
  private left = MAX_TOTAL_STEPS;
  private readonly runs = new Map<string, PossibleRun>();
  /** Files of pipelines that were not evaluated completely. */
  private readonly exceeding = new Set<string>();

  private constructor({ repository, definitions, unreadable }: Source) {
    this.repository = repository;
    this.definitions = definitions;
    this.unreadable = unreadable;
  }

  /**
   * Reads pipelines.
   * @param paths files of the repository; other files than pipelines are ignored
   * @param reader reads these and other files
   * @param before an earlier version, whose unchanged files are not parsed again
   */
  static *read(paths: readonly string[], reader: FileReader, before?: Pipelines): Generator<undefined, Pipelines> {
    const repository = new Repository(reader, before?.repository);
    const definitions: PipelineDefinition[] = [];
    const unreadable: string[] = [];
    for (const path of paths) {
      const system = pipelineSystemOf(path);
      if (!system) continue;
      const file = definitions.length < MAX_PIPELINES ? repository.file(path) : undefined;
      const read = system === 'github' ? githubPipeline : gitlabPipeline;
      const definition = file && (yield* read(file, repository));
      if (definition) definitions.push(definition);
      else unreadable.push(path);
      yield;
    }
    return new Pipelines({ repository, definitions, unreadable });
  }

  /** Files that pipelines refer to, but that were not found. */
  get missing(): ReadonlySet<string> {
    return this.repository.missing;
  }

  /** Why files were not read or pipelines not evaluated completely, by path: those that exceed a limit. */
  get leftOut(): ReadonlyMap<string, string> {
    const reasons = new Map(this.repository.refusals());
    for (const path of this.exceeding) reasons.set(path, t('It has too many jobs or commands.'));
    return reasons;
  }

  /** What all pipelines run for an event. */
  *at(event: PipelineEvent): Generator<undefined, PossibleRun> {
    const key = JSON.stringify(event);
    const cached = this.runs.get(key);
    if (cached) return cached;
    const budget = new PipelineBudget(Math.min(MAX_EVENT_STEPS, this.left));
    const all: PossibleRun[] = [];
    for (const definition of this.definitions) all.push(this.noted(definition, yield* definition.runAt(event, budget)));
    this.left -= budget.spent;
    const merged = mergedRuns(all);
    const run = { ...merged, isComplete: this.isWhole && merged.isComplete };
    this.runs.set(key, run);
    return run;
  }

  /** All possible runs by pipeline: one per kind of trigger. An unfinished iteration is restarted by the next one. */
  *possibleRuns(): Generator<undefined, ReadonlyMap<PipelineDefinition, readonly PossibleRun[]>> {
    if (this.possible) return this.possible;
    const budget = new PipelineBudget(Math.min(MAX_POSSIBLE_RUN_STEPS, this.left));
    const found = new Map<PipelineDefinition, readonly PossibleRun[]>();
    for (const definition of this.definitions) {
      const runs = yield* definition.possibleRuns(budget);
      for (const run of runs) this.noted(definition, run);
      found.set(definition, runs);
    }
    this.left -= budget.spent;
    return (this.possible ??= found);
  }

  private noted({ file }: PipelineDefinition, run: PossibleRun): PossibleRun {
    if (run.exceedsLimits) this.exceeding.add(file.path);
    return run;
  }

  /** Whether every file of a pipeline could be read. */
  get isWhole(): boolean {
    return this.unreadable.length === 0;
  }

  /** The distinct tag patterns that start pipelines. */
  *tagFilters(): Generator<undefined, readonly TagFilter[]> {
    if (this.tags) return this.tags;
    const byGlob = new Map<string, TagFilter>();
    for (const definition of this.definitions) {
      for (const filter of definition.tagFilters()) if (!byGlob.has(filter.glob)) byGlob.set(filter.glob, filter);
      yield;
    }
    return (this.tags = [...byGlob.values()]);
  }
}
