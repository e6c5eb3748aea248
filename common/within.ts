/**
 * Paths with "/" between names: URIs, and paths in repositories, containers and archives. They must be normalized. For file system paths, use
 * common/node/paths.ts.
 */
import { withoutTrailing } from './withoutTrailing';

/** Whether a path is equal to a folder or inside it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The path from a folder to something in it: '' for the folder itself, undefined for a path outside. */
export function pathWithin(path: string, folder: string): string | undefined {
  if (!isWithin(path, folder)) return undefined;
  return path.slice(folder.length + (path === folder || folder.endsWith('/') ? 0 : 1));
}

/** The path from a folder to any other path: `../shared`, '' for the folder itself. Both must start at the same root, or both at the same folder. */
export function stepsBetween(folder: string, path: string): string {
  const [from, to] = [namesOf(folder), namesOf(path)];
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

const namesOf = (path: string): string[] => (path === '' ? [] : withoutTrailing(path, '/').split('/'));
