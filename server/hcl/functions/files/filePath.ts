/** Paths as Go's `path/filepath` handles them on systems with "/". */

/** The shortest equivalent of a path, without `.`, `..` after a name, and double slashes; `.` for nothing. */
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

/** Parts of a path put together and cleaned; empty ones are left out. */
export function joinPath(...parts: string[]): string {
  const filled = parts.filter(part => part !== '');
  return filled.length === 0 ? '' : cleanPath(filled.join('/'));
}

/** The last part of a path. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last part of a path; a path that ends in a slash loses only that. */
export function directoryName(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

/** The path that leads from one to another, both clean and both relative to the same folder or absolute. */
export function relativeFilePath(from: string, to: string): string {
  const start = from === '.' ? [] : from.split('/');
  const end = to === '.' ? [] : to.split('/');
  let common = 0;
  while (common < start.length && common < end.length && start[common] === end[common]) common += 1;
  return [...start.slice(common).map(() => '..'), ...end.slice(common)].join('/') || '.';
}
