import type { PlatformPath } from 'node:path';
import { pathBelow } from '../../common/node/paths';

/**
 * A file's path relative to a folder if it is inside, as compilers and linters print it; otherwise its absolute path.
 * @param path absolute
 * @param folder absolute
 * @param flavour of both paths; that of this system by default
 */
export const displayPath = (path: string, folder: string, flavour?: PlatformPath): string =>
  pathBelow(folder, path, flavour) || path;
