/** The folders of a platform's repository. */
import type { CheckContext } from '../engine/checkContext';

/** Maximum number of parent folders to search for the root of the repository. */
const MAX_PARENTS = 6;

interface RepositoryFolders {
  /** From the platform's folder up to the root of the repository, relative to the platform's folder. */
  readonly folders: readonly string[];
  readonly isRepository: boolean;
  /** False if the root is outside the workspace, where no files are read. */
  readonly isKnown: boolean;
}

export function foldersOfRepository(context: CheckContext): RepositoryFolders {
  const { fileSystem } = context.model.workspace;
  const folders: string[] = [];
  for (let depth = 0; depth < MAX_PARENTS; depth++) {
    const folder = depth === 0 ? '.' : Array.from({ length: depth }, () => '..').join('/');
    if (fileSystem.isOutside(context.uri(`${folder}/.gitignore`)))
      return { folders, isRepository: false, isKnown: false };
    folders.push(folder);
    if (context.exists(`${folder}/.git`)) return { folders, isRepository: true, isKnown: true };
  }
  return { folders, isRepository: false, isKnown: true };
}
