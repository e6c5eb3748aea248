/** Computes data of the whole workspace for the first answers in advance. */
import { prepareFolderUsage } from '../kubestack/modules/folderUsage';
import { filesInFolder, wordFilterOf } from '../semantics/symbolIndex';
import { prepareEnvironmentReferences } from './navigation/references';
import type { RequestContext } from '../semantics/requestContext';

/** Yields at every file and call, so that it runs only while no request is waiting. Later edits are left to the answers. */
export function* precompute(request: RequestContext): Generator<undefined, void> {
  for (const folder of request.model.workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    yield* prepareFolderUsage(folder);
    for (const file of filesInFolder(folder)) {
      // Positions need line indexes, which are computed on first use.
      void file.lines;
      wordFilterOf(file);
      yield;
    }
  }
  yield* prepareEnvironmentReferences(request);
}
