/** Which environments a pipeline applies to, so that the steps after a change don't promise more. */
import { now } from '../../../common/now';
import { effectsOf, isApply, isOpaque } from '../../../common/pipelines/effects';
import { OTHER_FILES } from '../../../common/pipelines/pipelineFiles';
import { platformPipelines, type PlatformPipelines } from '../../kubestack/platform/platformPipelines';
import type { ScaffoldContext } from '../scaffoldContext';
import { PIPELINES } from './updatePipelines';

/** @returns whether a pipeline applies to an environment, the later ones after a deploy tag. What can't be determined counts as applied. */
export function deployedEnvironments({
  request: { model },
  platform,
  changes,
}: ScaffoldContext): (environment: string) => boolean {
  const root = platform?.root;
  const written = changes.changedPaths();
  if (!root || Object.values(PIPELINES).some(({ path }) => written.includes(path))) return () => true;
  const { texts } = model.workspace;
  const found = now(platformPipelines(texts, root.folderUri, model.workspaceFolders()));
  if (!found) {
    const folders = [root.folderUri, ...model.workspaceFolders()];
    const isElsewhere = folders.some(folder => OTHER_FILES.some(path => texts.file(`${folder}/${path}`) !== undefined));
    return () => isElsewhere;
  }
  const [internal, ...later] = [...platform.environments].reverse();
  const deployed = new Set(internal === undefined ? [] : [internal]);
  for (const name of later) if (isDeployedByTag(found, name)) deployed.add(name);
  return name => deployed.has(name) || !platform.environments.includes(name);
}

function isDeployedByTag({ pipelines, folder }: PlatformPipelines, name: string): boolean {
  const run = now(pipelines.at({ kind: 'tag', name: `${name}-deploy-2026-01-01-0` }));
  return isOpaque(run) || effectsOf(run, folder).some(isApply);
}
