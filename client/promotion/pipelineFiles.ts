/** Reads from the repository's pipelines which tags deploy to which environment, and which environment the main branch applies. */
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import { deployedBy, deployTags, workspacesOf } from '../../common/pipelines/deployTags';
import { effectsOf, isApply, isPlan, isSelection, type Effect } from '../../common/pipelines/effects';
import type { PipelineEvent } from '../../common/pipelines/event';
import { Pipelines } from '../../common/pipelines/pipelines';
import type { YamlLibrary } from '../../common/pipelines/yaml/tree';
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
  /** If a tag certainly deploys to an environment other than its own: that environment and the pipeline's file. */
  readonly conflictOf: (tag: string, environment: string) => PipelineConflict | undefined;
  /** Whether a tag certainly starts no job of the repository's pipelines. False without pipelines, since an external system can have them. */
  readonly startsNothing: (tag: string) => boolean;
}

export interface PipelineConflict {
  readonly environment: string;
  readonly path: string;
}

/** Reads the pipelines. Unreadable files are ignored. */
export function readPipelineFiles(question: PipelineQuestion): PipelineTriggers {
  const { folders, environments, mainBranch } = question;
  const pipelines = pipelinesIn(question.files);
  const effectsAt = (event: PipelineEvent): Effect[] => {
    const run = pipelines.at(event);
    return folders.flatMap(folder => effectsOf(run, folder));
  };
  const triggers = deployTags(pipelines, folders, environments).flatMap((tags): TagTrigger[] => {
    const environment = deployedBy(tags);
    const { glob, example } = tags.filter;
    const star = glob.indexOf('*');
    if (environment === undefined || star < 0) return [];
    return [{ environment, prefix: glob.slice(0, star), suffix: glob.slice(star + 1), example }];
  });
  const mainEnvironment = firstEnvironment(
    effectsAt({ kind: 'branch', name: mainBranch, isDefault: true }),
    environments,
  );
  return {
    triggers,
    ...(mainEnvironment === undefined ? {} : { mainEnvironment }),
    startsNothing: tag => {
      const { jobs, isComplete } = pipelines.at({ kind: 'tag', name: tag });
      return pipelines.definitions.length > 0 && isComplete && jobs.every(({ happens }) => happens === false);
    },
    conflictOf: (tag, environment) => conflictIn(effectsAt({ kind: 'tag', name: tag }), environment, environments),
  };
}

function pipelinesIn(files: readonly RepositoryFile[]): Pipelines {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const library = { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } as unknown as YamlLibrary;
  return Pipelines.read([...texts.keys()], path => texts.get(path), library);
}

/** Missing files that these pipelines refer to: actions, scripts and includes of the repository. */
export function referencedFiles(files: readonly RepositoryFile[]): string[] {
  const pipelines = pipelinesIn(files);
  pipelines.possibleRuns();
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

function conflictIn(
  effects: readonly Effect[],
  environment: string,
  environments: readonly string[],
): PipelineConflict | undefined {
  const applies = effects.filter(isApply);
  if (applies.some(effect => effect.run.workspace.kind === 'unknown' || workspacesOf(effect).includes(environment)))
    return undefined;
  for (const effect of applies) {
    const [name] = workspacesOf(effect);
    if (effect.run.happens === true && effect.isHere === true && name !== undefined && environments.includes(name))
      return { environment: name, path: effect.run.range.file.path };
  }
  return undefined;
}
