import type { PlatformPath } from 'node:path';
import { pathBelow } from '../../common/node/paths';

/**
 * A file as a person in a folder calls it: from there when it is inside, as compilers and linters print it; else its whole path.
 * @param path absolute
 * @param folder absolute
 * @param flavour of both; that of this system by default
 */
export const displayPath = (path: string, folder: string, flavour?: PlatformPath): string =>
  pathBelow(folder, path, flavour) || path;
