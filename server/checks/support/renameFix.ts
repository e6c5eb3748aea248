/** Fixes that give modules another name, as rename (F2) does: wherever it stands, in file names, and with `moved` blocks for terraform. */
import type { Draft } from '../../edits/draft';
import type { RequestContext } from '../../semantics/requestContext';
import { identifierProblem } from '../../refactoring/rename/nameRules';
import { renameModule } from '../../refactoring/rename/renameModules';
import { runToCompletion } from '../../scheduling/runToCompletion';
import type { Fix } from '../engine/check';
import { draftFix } from './draftFix';

export interface ModuleRename {
  readonly folderUri: string;
  readonly name: string;
  readonly newName: string;
}

/**
 * Never the preferred fix: a rename is applied in every environment before its `moved` blocks may go.
 * @param more what changes with it; false where it gives up
 * @returns none where a name is taken, is none, or stands in a text that can't be changed
 */
export function renameFix(
  request: RequestContext,
  title: string,
  renames: readonly ModuleRename[],
  more: (draft: Draft) => boolean = () => true,
): Fix[] {
  const change = (draft: Draft): boolean => renames.every(each => isRenamed(request, draft, each)) && more(draft);
  return draftFix(request, title, change, false);
}

function isRenamed(request: RequestContext, draft: Draft, { folderUri, name, newName }: ModuleRename): boolean {
  if (identifierProblem('module', newName) !== undefined) return false;
  const renamed = renameModule(request, { kind: 'named', of: 'module', folderUri, name }, newName, draft);
  return !('problem' in runToCompletion(renamed));
}
