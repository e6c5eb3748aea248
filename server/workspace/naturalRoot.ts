/** The folder that may be read where nobody has opened one: for a single document in an editor, and for a path on the command line. */
import type { FileSystem } from './fileSystem';
import { isWithin, childOf, parentOf } from './uri';

const REPOSITORY = ['.git', '.hg'];
const BELOW_THE_TOP = /^[\w+.-]+:\/\/[^/]*\/[^/]/;

/**
 * The top of the nearest repository around a folder, else the nearest folder with settings of VS Code, else the folder itself.
 *
 * The home folder, and what is above it, is no such top: people keep their settings in git there, and everything private is below it. A
 * repository that is entered through a symbolic link of a repository around it does not count either, since a link that somebody has
 * committed would otherwise lead to any other repository of the machine.
 *
 * @param fileSystem without a gate
 * @param home URI of the user's home folder
 */
export function naturalRoot(fileSystem: FileSystem, folder: string, home: string): string {
  const above = fileSystem.realUri(home);
  let root: string | undefined;
  let opened: string | undefined;
  for (let at = folder; BELOW_THE_TOP.test(at); at = parentOf(at)) {
    const has = (name: string): boolean => fileSystem.kind(childOf(at, name)) !== undefined;
    const isRepository = REPOSITORY.some(has);
    if (!isRepository && !has('.vscode')) continue;
    const real = fileSystem.realUri(at);
    if (isWithin(above, real)) continue;
    if (!isRepository) opened ??= at;
    else if (root === undefined || !isWithin(fileSystem.realUri(root), real)) root = at;
  }
  return root ?? opened ?? folder;
}
