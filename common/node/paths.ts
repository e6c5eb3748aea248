/**
 * Paths on disk, on every system: drive letters, shares, backslashes, and Windows' names in which case does not count. ESLint keeps
 * separators out of all other files (scripts/pathSeparators.mjs).
 */
import * as path from 'node:path';

/**
 * The path from a folder to something in it.
 *
 * @param folder absolute path
 * @param file absolute path
 * @param flavour of both paths; that of this system by default
 * @returns written as the system does; '' for the folder itself, undefined for what is elsewhere
 */
export function pathBelow(folder: string, file: string, flavour: path.PlatformPath = path): string | undefined {
  const relative = flavour.relative(folder, file);
  // From one drive or share to another no relative path leads.
  const isElsewhere = relative === '..' || relative.startsWith(`..${flavour.sep}`) || flavour.isAbsolute(relative);
  return isElsewhere ? undefined : relative;
}

/**
 * Whether a path is a folder or something in it: the one comparison behind every refusal to read outside the workspace, for both
 * processes. Compare real paths with it, all symbolic links followed.
 *
 * @see pathBelow for the parameters
 */
export const isInFolder = (file: string, folder: string, flavour: path.PlatformPath = path): boolean =>
  pathBelow(folder, file, flavour) !== undefined;

/**
 * The path from a folder to something in it, with "/", as Git, containers and URIs write it.
 *
 * @see pathBelow for the parameters
 * @returns '' for the folder itself
 * @throws Error for what is elsewhere
 */
export function slashPathBelow(folder: string, file: string, flavour: path.PlatformPath = path): string {
  const below = pathBelow(folder, file, flavour);
  if (below === undefined) throw new Error(`${file} is not in ${folder}.`);
  return below.split(flavour.sep).join('/');
}
