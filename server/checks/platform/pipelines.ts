/** Reads the pipelines of a platform for checks. */
import { now } from '../../../common/now';
import { deployTags, type DeployTags } from '../../../common/pipelines/deployTags';
import { effectsOf, isOpaque, type Effect } from '../../../common/pipelines/effects';
import type { JobRun, PipelineDefinition, PossibleRun } from '../../../common/pipelines/event';
import { OTHER_FILES } from '../../../common/pipelines/pipelineFiles';
import { possibilities } from '../../../common/pipelines/values/value';
import type { TextRange } from '../../../common/pipelines/yaml/tree';
import {
  effectsAt,
  pipelineEffects,
  platformPipelines,
  type PlatformPipelines,
} from '../../kubestack/platform/platformPipelines';
import type { TextFileRange } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { perContext } from '../engine/perContext';

export interface CheckedPipelines extends PlatformPipelines {
  /** Pipelines that run terraform or tofu for the platform, or may do so. */
  readonly own: readonly PipelineDefinition[];
  /** All effects that they can have on the platform. */
  readonly effects: readonly Effect[];
  /** The effects of a pull request to the main branch. */
  readonly ofPullRequest: readonly Effect[];
  /** The tags that start them, with their effects. */
  readonly deployTags: readonly DeployTags[];
}

/** Undefined if the platform has no pipeline. */
export const pipelinesOf = perContext(function* ({
  root,
  model,
  environments,
}: CheckContext): Generator<undefined, CheckedPipelines | undefined> {
  const found = yield* platformPipelines(model.workspace.texts, root.folderUri, model.workspaceFolders());
  if (!found) return undefined;
  yield* found.pipelines.possibleRuns();
  const all = pipelineEffects(found);
  const effects = all.flatMap(each => each.effects);
  // A reusable workflow has no effect by itself.
  const paths = new Set([
    ...all.map(({ definition }) => definition.file.path),
    ...effects.map(({ job }) => job.file.path),
  ]);
  const own = found.pipelines.definitions.filter(({ file }) => paths.has(file.path));
  yield;
  const ofPullRequest = yield* effectsAt(found, { kind: 'pullRequest', target: 'main' });
  return {
    ...found,
    own,
    effects,
    ofPullRequest,
    deployTags: yield* deployTags(found.pipelines, [found.folder], environments),
  };
});

/** What a job of a run does on the platform, in order. */
export interface JobEffects {
  readonly job: JobRun;
  readonly effects: readonly Effect[];
  /** Whether some of its commands are unknown. */
  readonly isOpaque: boolean;
}

/** The effects of runs by job. A job of two runs is listed twice, since conditions can differ. */
export const jobEffects = ({ folder }: PlatformPipelines, runs: readonly PossibleRun[]): JobEffects[] =>
  runs.flatMap(({ jobs, ...run }) =>
    jobs.map(job => ({
      job,
      effects: effectsOf({ ...run, jobs: [job] }, folder),
      isOpaque: job.record.opaque.some(({ happens }) => happens !== false),
    })),
  );

/** The range of a pipeline's file as the place of a finding. */
export function rangeOfRange(
  { fileOf }: PlatformPipelines,
  { file, start, end }: TextRange,
): TextFileRange | undefined {
  const textFile = fileOf(file.path);
  return textFile && { file: textFile, start, end };
}

/** Whether another CI system, whose files are not supported, may plan the other environments. */
export const hasOtherSystem = ({ root, model }: CheckContext, { folder }: CheckedPipelines): boolean => {
  const { texts } = model.workspace;
  const depth = folder === '' ? 0 : folder.split('/').length;
  const repository = root.folderUri
    .split('/')
    .slice(0, root.folderUri.split('/').length - depth)
    .join('/');
  return OTHER_FILES.some(path => texts.file(`${repository}/${path}`) !== undefined);
};

/** Whether a missing environment is certainly missing. */
export const isFullyRead = (context: CheckContext, pipelines: CheckedPipelines, effects: readonly Effect[]): boolean =>
  ![...now(pipelines.pipelines.possibleRuns()).values()].flat().some(isOpaque) &&
  effects.every(({ run }) => possibilities(run.workspace) !== undefined) &&
  !hasOtherSystem(context, pipelines);

/** Workspaces of an effect with the place of their name; if the name is not written out, the place where it is used. */
export function* writtenWorkspaces(
  effect: Effect,
): Generator<{ readonly name: string; readonly range: TextRange; readonly isWritten: boolean }> {
  for (const known of possibilities(effect.run.workspace) ?? []) {
    if (known.kind !== 'scalar' || typeof known.value !== 'string' || !/^[\w-]+$/.test(known.value)) continue;
    const { value: name, origin } = known;
    yield { name, range: origin ?? effect.run.range, isWritten: origin !== undefined };
  }
}
