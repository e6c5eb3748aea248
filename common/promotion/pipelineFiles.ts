/** Reads from the repository's pipelines which tags deploy to which environment, and which environment the main branch applies. */
import { now } from '../now';
import { deployedBy, deployTags, workspacesOf } from '../pipelines/deployTags';
import { effectsOf, isApply, isOpaque, isPlan, isSelection, type Effect } from '../pipelines/effects';
import type { PossibleRun } from '../pipelines/event';
import { OTHER_FILES } from '../pipelines/pipelineFiles';
import { Pipelines } from '../pipelines/pipelines';
import type { TagTrigger } from './tagRule';

/** A file by its path in the repository. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** Input for reading the pipelines. */
export interface PipelineQuestion {
  /** Pipelines and the files that they refer to. */
  readonly files: readonly RepositoryFile[];
  /** Folders of the platforms, relative to the repository; '' for the repository itself. */
  readonly folders: readonly string[];
  /** The platforms' environments. Other names are ignored. */
  readonly environments: readonly string[];
  /** The name of the main branch. */
  readonly mainBranch: string;
}

export interface PipelineTriggers {
  /** Tags that trigger a pipeline, and the environment that they deploy to. */
  readonly triggers: readonly TagTrigger[];
  /** The environment that a commit on the main branch is applied to. */
  readonly mainEnvironment?: string;
  /** Whether the repository has a pipeline that can be read. */
  readonly hasPipelines: boolean;
  /** Whether a pipeline has the command that judges rules and freezes for a promotion. */
  readonly checksRules: boolean;
  /** What the pipelines do when a deploy tag of an environment is pushed. */
  readonly outcomeOf: (tag: string, environment: string) => TagOutcome;
}

/** What the pipelines do when a deploy tag is pushed. `path` is the file of a pipeline. */
export type TagOutcome =
  /** A job certainly applies the tag's environment. `isManual`: after someone has started it. */
  | { readonly kind: 'applied'; readonly path: string; readonly isManual: boolean }
  /** A job certainly applies another environment, and none applies the tag's. */
  | { readonly kind: 'appliedElsewhere'; readonly environment: string; readonly path: string }
  /** Jobs run, and certainly none of them applies the tag's environment. */
  | { readonly kind: 'notApplied'; readonly path: string }
  /** Certainly no job runs. */
  | { readonly kind: 'notStarted' }
  /** The repository has no pipeline that can be read. Another system can have one. */
  | { readonly kind: 'noPipeline' }
  /** A condition or a command is unknown, or another system has pipelines. */
  | { readonly kind: 'unknown' };

/** Reads the pipelines. Unreadable files are ignored. */
export function readPipelineFiles(question: PipelineQuestion): PipelineTriggers {
  const { folders, environments, mainBranch } = question;
  const pipelines = pipelinesIn(question.files);
  const hasPipelines = pipelines.definitions.length > 0;
  const hasOthers = question.files.some(({ path }) => (OTHER_FILES as readonly string[]).includes(path));
  const effectsIn = (run: PossibleRun): Effect[] => folders.flatMap(folder => effectsOf(run, folder));
  const triggers = now(deployTags(pipelines, folders, environments)).flatMap((tags): TagTrigger[] => {
    const environment = deployedBy(tags);
    const { glob, example } = tags.filter;
    const star = glob.indexOf('*');
    if (environment === undefined || star < 0) return [];
    return [{ environment, prefix: glob.slice(0, star), suffix: glob.slice(star + 1), example }];
  });
  const mainEnvironment = firstEnvironment(
    effectsIn(now(pipelines.at({ kind: 'branch', name: mainBranch, isDefault: true }))),
    environments,
  );
  return {
    triggers,
    ...(mainEnvironment === undefined ? {} : { mainEnvironment }),
    hasPipelines,
    checksRules: question.files.some(({ text }) => /\bcheck --rules --promote\b/.test(text)),
    outcomeOf: (tag, environment) => {
      if (!hasPipelines && pipelines.isWhole && !hasOthers) return { kind: 'noPipeline' };
      const run = now(pipelines.at({ kind: 'tag', name: tag }));
      const all = { ...run, isComplete: run.isComplete && !hasOthers };
      return tagOutcome(all, effectsIn(all), environment, environments);
    },
  };
}

function pipelinesIn(files: readonly RepositoryFile[]): Pipelines {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return now(Pipelines.read([...texts.keys()], path => texts.get(path)));
}

/** Missing files that these pipelines refer to: actions, scripts and includes of the repository. */
export function referencedFiles(files: readonly RepositoryFile[]): string[] {
  const pipelines = pipelinesIn(files);
  now(pipelines.possibleRuns());
  return [...pipelines.missing];
}

/** The environment of the first apply, else of the first plan, else of the first workspace selection. */
function firstEnvironment(effects: readonly Effect[], environments: readonly string[]): string | undefined {
  for (const isKind of [isApply, isPlan, isSelection])
    for (const effect of effects.filter(isKind)) {
      const [name, ...others] = workspacesOf(effect);
      if (name !== undefined && others.length === 0 && environments.includes(name)) return name;
    }
  return undefined;
}

function tagOutcome(
  run: PossibleRun,
  effects: readonly Effect[],
  environment: string,
  environments: readonly string[],
): TagOutcome {
  const applies = effects.filter(isApply);
  const own = applies.filter(effect => workspacesOf(effect).includes(environment));
  const certain = own.find(effect => isCertain(effect) && workspacesOf(effect).length === 1);
  if (certain) return { kind: 'applied', path: certain.job.file.path, isManual: certain.job.isManual };
  if (own.length > 0 || applies.some(effect => effect.run.workspace.kind === 'unknown')) return { kind: 'unknown' };
  for (const effect of applies.filter(isCertain)) {
    const [name] = workspacesOf(effect);
    if (name !== undefined && environments.includes(name))
      return { kind: 'appliedElsewhere', environment: name, path: effect.run.range.file.path };
  }
  const jobs = run.jobs.filter(({ happens }) => happens !== false);
  if (isOpaque({ ...run, jobs })) return { kind: 'unknown' };
  const [first] = jobs;
  return first ? { kind: 'notApplied', path: first.file.path } : { kind: 'notStarted' };
}

const isCertain = ({ run, isHere }: Effect): boolean => run.happens === true && isHere === true;
