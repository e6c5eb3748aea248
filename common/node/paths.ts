/**
 * File system paths on all systems: drive letters, shares, backslashes, and Windows' case-insensitive names. ESLint forbids path separators
 * in all other files (scripts/pathSeparators.mjs).
 */
import * as path from 'node:path';

/**
 * The path of a file or folder relative to a folder that contains it.
 *
 * @param folder absolute path
 * @param file absolute path
 * @param flavour of both paths; by default, that of this system
 * @returns in the system's notation; '' for the folder itself, undefined for a path outside
 */
export function pathBelow(folder: string, file: string, flavour: path.PlatformPath = path): string | undefined {
  const relative = flavour.relative(folder, file);
  // There is no relative path between drives or shares.
  const isElsewhere = relative === '..' || relative.startsWith(`..${flavour.sep}`) || flavour.isAbsolute(relative);
  return isElsewhere ? undefined : relative;
}

/**
 * Whether a path is equal to a folder or inside it. All checks against reading outside the workspace use it. Both paths must be real paths,
 * with all symbolic links resolved.
 *
 * @see pathBelow for the parameters
 */
export const isInFolder = (file: string, folder: string, flavour: path.PlatformPath = path): boolean =>
  pathBelow(folder, file, flavour) !== undefined;

/**
 * Like {@link pathBelow}, but with "/" as separator, as in Git, containers and URIs.
 *
 * @see pathBelow for the parameters
 * @returns '' for the folder itself
 * @throws Error for a path outside
 */
export function slashPathBelow(folder: string, file: string, flavour: path.PlatformPath = path): string {
  const below = pathBelow(folder, file, flavour);
  if (below === undefined) throw new Error(`${file} is not in ${folder}.`);
  return below.split(flavour.sep).join('/');
}

/**
 * The names in a path, from left to right, and what is before them. A name can be `..`; `.` is left out, since it changes nothing.
 *
 * @returns root: '' for a relative path
 */
export function namesIn(text: string, flavour: path.PlatformPath = path): { root: string; names: string[] } {
  const { root } = flavour.parse(text);
  const names = text.slice(root.length).split(flavour.sep === '/' ? '/' : /[\\/]/);
  return { root, names: names.filter(name => name !== '' && name !== '.') };
}
