/** What the first answers would have to compute for the whole workspace, done before somebody asks. */
import { prepareFolderUsage } from '../kubestack/modules/folderUsage';
import { filesOf } from '../semantics/symbolIndex';
import { prepareEnvironmentReferences } from './navigation/references';
import type { Snapshot } from '../semantics/requestContext';

/** Pauses at every file and call: whoever runs it goes on when nobody waits for an answer. What an edit changes is left to the answers. */
export function* warmUp(snapshot: Snapshot): Generator<undefined, void> {
  for (const folder of snapshot.model.workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    yield* prepareFolderUsage(folder);
    for (const file of filesOf(folder)) {
      // Positions are told in lines, which are counted when they are first asked for.
      void file.lines;
      yield;
    }
  }
  yield* prepareEnvironmentReferences(snapshot);
}
