/** What the first answers would have to compute for the whole workspace, done before somebody asks. */
import { prepareFolderUsage } from '../kubestack/folderUsage';
import type { Workspace } from '../workspace/workspace';
import { filesOf, prepareUses } from './namedPlaces';
import { symbolsInFile } from './workspaceSymbols';

/** Pauses at every file and call: whoever runs it goes on when nobody waits for an answer. What an edit changes is left to the answers. */
export function* warmUp(workspace: Workspace): Generator<undefined, void> {
  for (const folder of workspace.allFolders()) {
    if (folder.uri.includes('/.terraform/')) continue;
    yield* prepareFolderUsage(folder);
    for (const file of filesOf(folder)) {
      symbolsInFile(file);
      prepareUses(file);
      yield;
    }
  }
}
