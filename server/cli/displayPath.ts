import { isAbsolute, relative, sep } from 'node:path';

/**
 * A file as a person in a folder calls it: from there when it is inside, as compilers and linters print it; else its whole path.
 * @param path absolute
 * @param folder absolute
 */
export function displayPath(path: string, folder: string): string {
  const fromFolder = relative(folder, path);
  const isInside =
    fromFolder !== '' && fromFolder !== '..' && !fromFolder.startsWith(`..${sep}`) && !isAbsolute(fromFolder);
  return isInside ? fromFolder : path;
}
