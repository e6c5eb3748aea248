/** The pipelines of a repository: read once, and asked what they do. */
import { PipelineBudget } from './budget';
import type { PipelineDefinition, PipelineEvent, PossibleRun, TagFilter } from './event';
import { githubPipeline } from './github/pipeline';
import { gitlabPipeline } from './gitlab/pipeline';
import { pipelineSystemOf } from './pipelineFiles';
import { Repository, type FileReader } from './repository';
import type { YamlLibrary } from './yaml/tree';

/** Steps of work for one question, and for all of them. */
const WORK = 40_000;
const TOTAL = 150_000;
/** Pipeline files that are read. */
const MAX_FILES = 100;

export class Pipelines {
  readonly definitions: readonly PipelineDefinition[];
  /** Files that are pipelines by their names and can't be read, or are not looked at. */
  readonly unreadable: readonly string[];
  private readonly repository: Repository;
  private possible: ReadonlyMap<PipelineDefinition, readonly PossibleRun[]> | undefined;
  private left = TOTAL;
  private readonly runs = new Map<string, PossibleRun>();

  /**
   * @param paths files of the repository; those that are no pipelines are left out
   * @param reader the text of these and other files
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

  /** Files that pipelines refer to and that were not there to be read. */
  get missing(): ReadonlySet<string> {
    return this.repository.missing;
  }

  /** What happens at an event, in all pipelines. */
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

  /** All that can happen at all, by the pipeline: one run for each kind of thing that starts it. */
  possibleRuns(): ReadonlyMap<PipelineDefinition, readonly PossibleRun[]> {
    const steps = this.possibleRunsInSteps();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** The same, with a pause after each run. What was begun and never ended is begun anew. */
  *possibleRunsInSteps(): Generator<undefined, ReadonlyMap<PipelineDefinition, readonly PossibleRun[]>> {
    if (this.possible) return this.possible;
    const budget = new PipelineBudget(Math.min(2 * WORK, this.left));
    const found = new Map<PipelineDefinition, readonly PossibleRun[]>();
    for (const definition of this.definitions) found.set(definition, yield* definition.possibleRuns(budget));
    this.left -= budget.spent;
    return (this.possible ??= found);
  }

  /** An answer that takes no more than so much work, nor more than what is left. */
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

  /** The patterns of tags that pipelines listen to, each once. */
  tagFilters(): TagFilter[] {
    const byGlob = new Map<string, TagFilter>();
    for (const definition of this.definitions)
      for (const filter of definition.tagFilters()) if (!byGlob.has(filter.glob)) byGlob.set(filter.glob, filter);
    return [...byGlob.values()];
  }
}
