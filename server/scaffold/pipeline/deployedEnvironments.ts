/** Which environments a pipeline applies to, so that the steps after a change don't promise more. */
import { now } from '../../../common/now';
import { workspacesOf } from '../../../common/pipelines/deployTags';
import { effectsOf, isApply, isOpaque, type Effect } from '../../../common/pipelines/effects';
import type { PipelineEvent } from '../../../common/pipelines/event';
import { OTHER_FILES } from '../../../common/pipelines/pipelineFiles';
import { Pipelines } from '../../../common/pipelines/pipelines';
import { possibilities } from '../../../common/pipelines/values/value';
import { platformPipelines, type PlatformPipelines } from '../../kubestack/platform/platformPipelines';
import type { FileChanges } from '../fileChanges';
import type { ScaffoldContext } from '../scaffoldContext';
import { mainBranchOf, PIPELINES } from './updatePipelines';

/** @returns whether a pipeline applies to an environment, the later ones after a deploy tag. What can't be determined counts as applied. */
export function deployedEnvironments({
  request: { model },
  platform,
  changes,
}: ScaffoldContext): (environment: string) => boolean {
  const root = platform?.root;
  if (!root) return () => true;
  const { texts } = model.workspace;
  const found = changedPipelines(changes) ?? now(platformPipelines(texts, root.folderUri, model.workspaceFolders()));
  if (!found) {
    const folders = [root.folderUri, ...model.workspaceFolders()];
    const isElsewhere = folders.some(folder => OTHER_FILES.some(path => texts.file(`${folder}/${path}`) !== undefined));
    return () => isElsewhere;
  }
  const [internal] = [...platform.environments].reverse();
  const branch = { kind: 'branch', name: mainBranchOf(changes) ?? 'main', isDefault: true } as const;
  return name =>
    name === internal ||
    isApplied(found, { kind: 'tag', name: `${name}-deploy-2026-01-01-0` }, name) ||
    (!platform.environments.includes(name) && isApplied(found, branch, name));
}

type ReadPipelines = Pick<PlatformPipelines, 'pipelines' | 'folder'>;

/** The platform's pipelines with the changes of the scaffold; undefined if it changes none. */
function changedPipelines(changes: FileChanges): ReadPipelines | undefined {
  const paths = Object.values(PIPELINES)
    .map(({ path }) => path)
    .filter(path => changes.exists(path));
  const written = changes.changedPaths();
  if (!paths.some(path => written.includes(path))) return undefined;
  return { pipelines: now(Pipelines.read(paths, path => changes.text(path))), folder: '' };
}

function isApplied({ pipelines, folder }: ReadPipelines, event: PipelineEvent, name: string): boolean {
  const run = now(pipelines.at(event));
  const applies = effectsOf(run, folder).filter(isApply);
  return isOpaque(run) || applies.some(effect => !isKnown(effect) || workspacesOf(effect).includes(name));
}

const isKnown = ({ run }: Effect): boolean => possibilities(run.workspace) !== undefined;
