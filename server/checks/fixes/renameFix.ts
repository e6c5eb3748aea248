/** Creates fixes that rename modules in the same way as Rename Symbol (F2): all references, file names, and `moved` blocks. */
import type { Draft } from '../../edits/draft';
import type { RequestContext } from '../../semantics/requestContext';
import { identifierProblem } from '../../refactoring/rename/nameRules';
import { renameModule } from '../../refactoring/rename/renameModules';
import { now } from '../../../common/now';
import type { Fix } from '../engine/check';
import { draftFix } from './draftFix';

export interface ModuleRename {
  readonly folderUri: string;
  readonly name: string;
  readonly newName: string;
}

/**
 * Creates the fix, which is never preferred: `moved` blocks must stay until the change is applied in every environment.
 * @param more makes further changes; returns false if that is not possible
 * @returns none if a name is invalid or already used, or occurs in a text that can't be changed
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
  return !('problem' in now(renamed));
}
