/** The pipelines of a platform, read from its repository. */
import { now } from '../../../common/now';
import { effectsOf, type Effect } from '../../../common/pipelines/effects';
import type { PipelineDefinition, PipelineEvent } from '../../../common/pipelines/event';
import { GITLAB_FILES, WORKFLOW_FOLDERS } from '../../../common/pipelines/pipelineFiles';
import { MAX_PIPELINES, Pipelines } from '../../../common/pipelines/pipelines';
import { mentionsTerraform } from '../../../common/pipelines/commandRun';
import type { TextFile, TextFiles } from '../../workspace/textFiles';
import { childOf, isWithin, parentOf, relativePath } from '../../workspace/uri';

export interface PlatformPipelines {
  readonly pipelines: Pipelines;
  /** The platform's folder in the repository: '' for its root. */
  readonly folder: string;
  /** The file at a path in the repository. */
  readonly fileOf: (path: string) => TextFile | undefined;
}

/**
 * The pipelines in the platform's folder, or in the nearest parent that has any.
 *
 * @param workspaceFolders files outside of them are not read
 * @returns undefined if no pipeline uses terraform
 */
export function* platformPipelines(
  texts: TextFiles,
  rootUri: string,
  workspaceFolders: readonly string[],
): Generator<undefined, PlatformPipelines | undefined> {
  const found = yield* pipelineFolder(texts, rootUri, workspaceFolders);
  if (!found) return undefined;
  const path = relativePath(found.folder, rootUri);
  const reading = yield* read(texts, found.folder, found.paths);
  return { ...reading, folder: path === undefined || path === '.' ? '' : path };
}

/** Whether the platform has a pipeline that uses terraform, with a pause before each file. The pipelines are not parsed. */
export function* hasPlatformPipeline(...parameters: Parameters<typeof pipelineFolder>): Generator<undefined, boolean> {
  return (yield* pipelineFolder(...parameters)) !== undefined;
}

/** The folder whose pipelines use terraform, and the paths of its pipelines in it. */
function* pipelineFolder(
  texts: TextFiles,
  rootUri: string,
  workspaceFolders: readonly string[],
): Generator<undefined, { readonly folder: string; readonly paths: readonly string[] } | undefined> {
  for (let folder = rootUri; ; folder = parentOf(folder)) {
    yield;
    const paths = pipelinePaths(texts, folder);
    for (const path of paths.slice(0, MAX_PIPELINES)) {
      yield;
      if (isAboutTerraform(texts.file(uriOf(folder, path))?.text ?? '')) return { folder, paths };
    }
    if (workspaceFolders.includes(folder) || !workspaceFolders.some(each => isWithin(folder, each))) return undefined;
  }
}

/** Also a pipeline that only passes credentials to the image. */
const isAboutTerraform = (text: string): boolean => mentionsTerraform(text) || /KBST_AUTH_/.test(text);

/** The pipeline files of a folder, by their paths in it. */
export function pipelinePaths(texts: Pick<TextFiles, 'list'>, folder: string): string[] {
  const top = new Set(texts.list(folder).map(({ name }) => name));
  const workflows = WORKFLOW_FOLDERS.filter(path => top.has(path.slice(0, path.indexOf('/')))).flatMap(path =>
    texts
      .list(`${folder}/${path}`)
      .filter(({ kind, name }) => kind === 'file' && /\.ya?ml$/.test(name))
      .map(({ name }) => `${path}/${name}`),
  );
  return [...workflows.sort(), ...GITLAB_FILES.filter(name => top.has(name))];
}

interface Reading extends Pick<PlatformPipelines, 'pipelines' | 'fileOf'> {
  /** The pipeline files, and those that could not be read. */
  readonly files: ReadonlyMap<string, TextFile | undefined>;
  readonly paths: readonly string[];
}

const readings = new WeakMap<TextFiles, Map<string, Reading>>();

/** Cached while all files that it was read from are unchanged. */
function* read(texts: TextFiles, folder: string, paths: readonly string[]): Generator<undefined, Reading> {
  let kept = readings.get(texts);
  if (!kept) readings.set(texts, (kept = new Map<string, Reading>()));
  const cached = kept.get(folder);
  if (cached && isSame(cached, texts, folder, paths)) return cached;
  const files = new Map<string, TextFile | undefined>();
  const reader = (path: string): string | undefined => {
    const file = texts.file(uriOf(folder, path));
    files.set(path, file);
    return file?.text;
  };
  const pipelines = yield* Pipelines.read(paths, reader, cached?.pipelines);
  const reading = { pipelines, paths, files, fileOf: (path: string) => files.get(path) };
  kept.set(folder, reading);
  return reading;
}

const isSame = (
  { files, paths: before }: Reading,
  texts: TextFiles,
  folder: string,
  paths: readonly string[],
): boolean =>
  paths.length === before.length &&
  paths.every((path, index) => path === before[index]) &&
  [...files].every(([path, file]) => texts.file(uriOf(folder, path)) === file);

const uriOf = (folder: string, path: string): string => path.split('/').reduce(childOf, folder);

/** A pipeline with its possible effects on the platform. */
export interface PipelineEffects {
  readonly definition: PipelineDefinition;
  readonly effects: readonly Effect[];
}

/** The pipelines that (possibly) run in the platform's folder, with their possible effects. */
export function pipelineEffects({ pipelines, folder }: PlatformPipelines): PipelineEffects[] {
  return [...now(pipelines.possibleRuns())].flatMap(([definition, runs]) => {
    const effects = runs.flatMap(run => effectsOf(run, folder));
    return effects.length > 0 ? [{ definition, effects }] : [];
  });
}

/** The effects on the platform of an event. */
export function* effectsAt(
  { pipelines, folder }: PlatformPipelines,
  event: PipelineEvent,
): Generator<undefined, Effect[]> {
  return effectsOf(yield* pipelines.at(event), folder);
}
