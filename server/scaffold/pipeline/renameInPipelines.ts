/** Rename (F2) of an environment also updates the platform's generated pipelines. */
import type { RenameElsewhere } from '../../refactoring/rename/renameResult';
import { renameInSteps } from '../../refactoring/rename/rename';
import { FileChanges } from '../fileChanges';
import { platformAt } from '../scaffoldContext';
import { patchedPipelines, pipelineInput, PIPELINES } from './updatePipelines';

/** Like `renameInSteps`, with the pipelines. */
export const renameWithPipelinesInSteps = (
  ...[request, uri, position, newName]: Parameters<typeof renameInSteps>
): ReturnType<typeof renameInSteps> => renameInSteps(request, uri, position, newName, renameInPipelines);

/** A pipeline that differs too much from the generated one stays unchanged, and a check reports it. */
const renameInPipelines: RenameElsewhere = (request, draft, folderUri, old, newName) => {
  const files = new FileChanges(request, folderUri);
  if (!Object.values(PIPELINES).some(({ path }) => files.exists(path))) return;
  const input = pipelineInput({ platform: platformAt(request, folderUri, files) }, 'main');
  const environments = input.environments.map(name => (name === old ? newName : name));
  for (const { path, text } of patchedPipelines(files, input, { environments }))
    if (text !== undefined) draft.rewrite(files.uriOf(path), () => text);
};
