/** What the gate asks the disk about the paths of a shell line: names, kinds and modes, never contents. */
import { realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { naturalRoot } from '../../common/node/naturalRoot';
import { isInFolder } from '../../common/node/paths';
import type { LineContext } from '../gate/gitActions';
import type { FileSystem } from '../workspace/fileSystem';
import { uriOfPath } from '../workspace/uri';

/** Maximum number of names that are listed for one path. */
const MAX_NAMES = 20_000;
/** Folders without files of a platform. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', '.terraform', 'node_modules']);

/** @param folder that of the call. @param root the folder that is judged, and its files; nothing outside of it is listed */
export function gateDisk(
  folder: string,
  root: string,
  files: FileSystem,
): Pick<LineContext, 'isElsewhere' | 'isProgram' | 'filesOf'> {
  const absolute = (path: string): string => resolve(folder, path.replace(/^~(?=[\\/]|$)/, homedir()));
  return {
    isElsewhere: path => {
      const real = realPath(absolute(path));
      return !isInFolder(real, realPath(root)) || realPath(naturalRoot(real, homedir())) !== realPath(root);
    },
    isProgram: path => {
      try {
        const stats = statSync(absolute(path), { throwIfNoEntry: false });
        return stats?.isFile() === true && (stats.mode & 0o111) !== 0;
      } catch {
        return false;
      }
    },
    filesOf: path => {
      const named = absolute(path);
      const all = isInFolder(root, named) ? root : named;
      if (!isInFolder(all, root)) return [];
      const found: string[] = [];
      const names = basename(all);
      if (/[*?[]/.test(dirname(all))) return undefined;
      // A pattern stands for names with its beginning and end at least.
      const [start = '', ...parts] = names.split(/[*?]|\[[^\]]*\]/);
      const tops =
        parts.length === 0
          ? [all]
          : namesIn(dirname(all), files).flatMap(name =>
              name.startsWith(start) && name.endsWith(parts.at(-1)!) ? [join(dirname(all), name)] : [],
            );
      return tops.every(top => addBelow(top, found, files)) ? found : undefined;
    },
  };
}

/** Adds a path and what is below it. @returns whether that is all */
function addBelow(path: string, found: string[], files: FileSystem): boolean {
  const queue = [path];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (found.length + queue.length > MAX_NAMES) return false;
    found.push(at);
    if (!SKIPPED.has(basename(at))) queue.push(...namesIn(at, files).map(name => join(at, name)));
  }
  return true;
}

/** The names in a folder, none if it is a file or a link. */
const namesIn = (folder: string, files: FileSystem): string[] =>
  (files.list(uriOfPath(folder)) ?? []).map(({ name }) => name);

/** The path of a file without links, which may not exist yet: that of its nearest folder. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}
