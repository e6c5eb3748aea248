/** What the first answers would have to compute for the whole workspace, done before somebody asks. */
import { prepareFolderUsage } from '../kubestack/modules/folderUsage';
import { filesInFolder } from '../semantics/symbolIndex';
import { prepareEnvironmentReferences } from './navigation/references';
import type { RequestContext } from '../semantics/requestContext';

/** Pauses at every file and call: whoever runs it goes on when nobody waits for an answer. What an edit changes is left to the answers. */
export function* precompute(request: RequestContext): Generator<undefined, void> {
  for (const folder of request.model.workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    yield* prepareFolderUsage(folder);
    for (const file of filesInFolder(folder)) {
      // Positions are told in lines, which are counted when they are first asked for.
      void file.lines;
      yield;
    }
  }
  yield* prepareEnvironmentReferences(request);
}
