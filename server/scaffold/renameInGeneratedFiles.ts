/** Rename (F2) of an environment also updates the files that the extension generated for the platform: its pipelines, and the steps in its README. */
import type { RenameElsewhere } from '../refactoring/rename/renameResult';
import { renameAt } from '../refactoring/rename/rename';
import { README } from './editReadme';
import { FileChanges } from './fileChanges';
import { patchedPipelines, pipelineInput, GENERATED_PIPELINES } from './pipeline/updatePipelines';
import { patchedSteps } from './readmeSteps';
import { platformAt } from './scaffoldContext';

/** Like `renameAt`, with the generated files. */
export const renameEverywhere = (
  ...[request, uri, position, newName]: Parameters<typeof renameAt>
): ReturnType<typeof renameAt> => renameAt(request, uri, position, newName, renameInGeneratedFiles);

/** A file that differs too much from the generated one stays unchanged. A check reports such a pipeline. */
const renameInGeneratedFiles: RenameElsewhere = (request, draft, folderUri, old, newName) => {
  const files = new FileChanges(request, folderUri);
  if (![README, ...GENERATED_PIPELINES.map(({ path }) => path)].some(path => files.exists(path))) return;
  const input = pipelineInput({ platform: platformAt(request, folderUri, files), changes: files }, 'main');
  const environments = input.environments.map(name => (name === old ? newName : name));
  if (files.exists(README))
    draft.rewrite(files.uriOf(README), text => patchedSteps(text, input.environments, environments));
  for (const { path, text } of patchedPipelines(files, () => input, { environments }))
    if (text !== undefined) draft.rewrite(files.uriOf(path), () => text);
};
