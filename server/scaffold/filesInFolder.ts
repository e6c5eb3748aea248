/** Lists the files in a folder of the platform, recursively. */
import type { ScaffoldContext } from './scaffoldContext';

/** Limits: a module has a handful of files; larger folders are not deleted. */
const MAX_FILES = 2_000;
const MAX_DEPTH = 20;

/**
 * @param path of the folder, relative to the platform
 * @returns paths relative to the platform, sorted
 */
export function filesBelow({ request, changes }: ScaffoldContext, path: string): string[] {
  const { fileSystem } = request.model.workspace;
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const { name, kind } of fileSystem.list(changes.uriOf(folder)) ?? []) {
      const inside = `${folder}/${name}`;
      if (found.length >= MAX_FILES) return;
      if (kind !== 'folder') found.push(inside);
      else if (depth < MAX_DEPTH) visit(inside, depth + 1);
    }
  };
  visit(path, 1);
  return found.sort();
}
