/** Determines the folder that the server may read if no folder is open: for a single document, a path on the command line, or a platform. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInFolder } from './paths';

const REPOSITORY = ['.git', '.hg'];

/**
 * The root of the nearest enclosing repository, else the nearest enclosing folder with VS Code settings, else the folder itself.
 *
 * The home folder and its parents are never returned: some users have a Git repository with their settings there, and it contains all their
 * private files. A repository that is reached through a symbolic link in an enclosing repository is ignored too, since a committed link could
 * otherwise refer to any repository on the machine.
 *
 * @param folder absolute path
 * @param home absolute path of the user's home folder
 */
export function naturalRoot(folder: string, home: string): string {
  const above = realPathOf(home);
  let root: string | undefined;
  let opened: string | undefined;
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const isRepository = REPOSITORY.some(name => existsSync(join(at, name)));
    if (!isRepository && !existsSync(join(at, '.vscode'))) continue;
    const real = realPathOf(at);
    if (isInFolder(above, real)) continue;
    if (!isRepository) opened ??= at;
    else if (root === undefined || !isInFolder(realPathOf(root), real)) root = at;
  }
  return root ?? opened ?? folder;
}

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
