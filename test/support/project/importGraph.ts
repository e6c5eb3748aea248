/** Determines the imports between files of the product. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const project = resolve(__dirname, '../../..');

/** Imported files by file of the product. Paths are relative to the project, with "/" as separator. */
export function importGraph(): Map<string, string[]> {
  const files = ['client', 'common', 'server', 'webview'].flatMap(folder =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => `${folder}/${name.split(sep).join('/')}`),
  );
  return new Map(files.map(file => [file, importsOf(file)]));
}

/** Includes imports of types, since they are dependencies for readers. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(project, file), 'utf8'), true, false);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter(name => name.startsWith('.'))
    .map(name => `${posix.join(posix.dirname(file), name)}.ts`)
    .filter(path => existsSync(join(project, path)));
}

/** Cycles: sorted groups of files that import each other, directly or indirectly. */
export function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): number => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      const reached = order.has(next) ? (open.includes(next) ? order.get(next)! : Infinity) : visit(next);
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === order.get(file)) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1) cycles.push(group.sort());
    }
    return lowest.get(file)!;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

/** Folders below `folder` that contain files with an extension, relative to the project. */
export function foldersOf(folder: string, ending: string): string[] {
  const files = readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith(ending),
  );
  const folders = files.map(name =>
    relative(project, dirname(join(project, folder, name)))
      .split(sep)
      .join('/'),
  );
  return [...new Set(folders)].sort();
}
