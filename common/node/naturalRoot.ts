/** The folder that may be read where nobody has opened one: for a single document, for a path on the command line, and for a platform. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInFolder } from './paths';

const REPOSITORY = ['.git', '.hg'];

/**
 * The top of the nearest repository around a folder, else the nearest folder with settings of VS Code, else the folder itself.
 *
 * The home folder, and what is above it, is no such top: people keep their settings in git there, and everything private is below it. A
 * repository that is entered through a symbolic link of a repository around it does not count either, since a link that somebody has
 * committed would otherwise lead to any other repository of the machine.
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
