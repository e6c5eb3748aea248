/** The pipelines of a repository. Each file is read once. */
import { PipelineBudget } from './budget';
import type { PipelineDefinition, PipelineEvent, PossibleRun, TagFilter } from './event';
import { githubPipeline } from './github/pipeline';
import { gitlabPipeline } from './gitlab/pipeline';
import { pipelineSystemOf } from './pipelineFiles';
import { Repository, type FileReader } from './repository';
import type { YamlLibrary } from './yaml/tree';

/** Maximum number of steps of work, per query and in total. */
const WORK = 40_000;
const TOTAL = 150_000;
/** Maximum number of pipeline files that are read. */
const MAX_FILES = 100;

export class Pipelines {
  readonly definitions: readonly PipelineDefinition[];
  /** Pipeline files that could not be read, or exceed the limits. */
  readonly unreadable: readonly string[];
  private readonly repository: Repository;
  private possible: ReadonlyMap<PipelineDefinition, readonly PossibleRun[]> | undefined;
  private left = TOTAL;
  private readonly runs = new Map<string, PossibleRun>();

  /**
   * @param paths files of the repository; other files than pipelines are ignored
   * @param reader reads these and other files
   */
  constructor(paths: readonly string[], reader: FileReader, library: YamlLibrary) {
    this.repository = new Repository(library, reader);
    const definitions: PipelineDefinition[] = [];
    const unreadable: string[] = [];
    for (const path of paths) {
      const system = pipelineSystemOf(path);
      if (!system) continue;
      const file = definitions.length < MAX_FILES ? this.repository.file(path) : undefined;
      const read = system === 'github' ? githubPipeline : gitlabPipeline;
      const definition = file && read(file, this.repository);
      if (definition) definitions.push(definition);
      else unreadable.push(path);
    }
    this.definitions = definitions;
    this.unreadable = unreadable;
  }

  /** Files that pipelines refer to, but that were not found. */
  get missing(): ReadonlySet<string> {
    return this.repository.missing;
  }

  /** What all pipelines run for an event. */
  at(event: PipelineEvent): PossibleRun {
    const key = JSON.stringify(event);
    let run = this.runs.get(key);
    if (!run) {
      const all = this.within(WORK, budget => this.definitions.map(definition => definition.runAt(event, budget)));
      run = { jobs: all.flatMap(({ jobs }) => jobs), isComplete: this.isWhole && all.every(each => each.isComplete) };
      this.runs.set(key, run);
    }
    return run;
  }

  /** All possible runs by pipeline: one per kind of trigger. */
  possibleRuns(): ReadonlyMap<PipelineDefinition, readonly PossibleRun[]> {
    const steps = this.possibleRunsInSteps();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** As above, with a pause after each run. An unfinished iteration is restarted by the next one. */
  *possibleRunsInSteps(): Generator<undefined, ReadonlyMap<PipelineDefinition, readonly PossibleRun[]>> {
    if (this.possible) return this.possible;
    const budget = new PipelineBudget(Math.min(2 * WORK, this.left));
    const found = new Map<PipelineDefinition, readonly PossibleRun[]>();
    for (const definition of this.definitions) found.set(definition, yield* definition.possibleRuns(budget));
    this.left -= budget.spent;
    return (this.possible ??= found);
  }

  /** Runs a query within its limit, and within the remaining total. */
  private within<Answer>(work: number, answer: (budget: PipelineBudget) => Answer): Answer {
    const budget = new PipelineBudget(Math.min(work, this.left));
    const found = answer(budget);
    this.left -= budget.spent;
    return found;
  }

  /** Whether every file of a pipeline could be read. */
  get isWhole(): boolean {
    return this.unreadable.length === 0;
  }

  /** The distinct tag patterns that start pipelines. */
  tagFilters(): TagFilter[] {
    const byGlob = new Map<string, TagFilter>();
    for (const definition of this.definitions)
      for (const filter of definition.tagFilters()) if (!byGlob.has(filter.glob)) byGlob.set(filter.glob, filter);
    return [...byGlob.values()];
  }
}
