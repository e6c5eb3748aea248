import { withoutTrailing } from '../../../../common/withoutTrailing';

/** Path operations of Go's `path/filepath` on systems with "/". */

/** Shortens a path: removes `.`, `..` after a name, and repeated slashes. An empty path becomes `.`. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push('..');
  }
  const joined = parts.join('/');
  return rooted ? `/${joined}` : joined || '.';
}

/** Joins and cleans paths. Ignores empty parts. */
export function joinPath(...parts: string[]): string {
  const filled = parts.filter(part => part !== '');
  return filled.length === 0 ? '' : cleanPath(filled.join('/'));
}

/** The last part of a path. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = withoutTrailing(path, '/');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last part of a path. For a path with a trailing slash, the path without the slash. */
export function directoryName(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}
