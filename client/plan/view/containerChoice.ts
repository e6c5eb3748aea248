/** Whether a platform can be planned in its own image, and what of the disk the container gets to see. */
import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Failed } from '../planOutcome';
import type { ContainerRequest } from '../runRequest';

const configurationFile = /\.(?:tf|tofu)$/;

/** A module's `source` that begins above the root module. */
const sourceAbove = /^\s*source\s*=\s*"(\.\.\/[^"]*)"/gm;

/**
 * @param folder absolute path of the root module.
 * @returns where the image comes from and what to mount; as a failure, which Dockerfile is missing.
 */
export async function containerOf(folder: string): Promise<ContainerRequest | Failed> {
  const dockerfile = path.join(folder, 'Dockerfile');
  const isThere = await stat(dockerfile).then(
    found => found.isFile(),
    () => false,
  );
  if (!isThere) return { kind: 'executable', problem: { kind: 'notFound', wanted: [dockerfile] } };
  return { dockerfile, mount: commonFolder(folder, await localModules(folder)) };
}

/** @returns what a container lacks, if that is why nothing was run. */
export function missingForContainer({ wanted }: { wanted: readonly string[] }): 'docker' | 'Dockerfile' | undefined {
  const [only, ...others] = wanted.map(name => path.basename(name));
  return others.length === 0 && (only === 'docker' || only === 'Dockerfile') ? only : undefined;
}

/**
 * @param folder absolute path of the root module.
 * @param modules absolute paths.
 * @returns the innermost folder that all of them are in.
 */
export function commonFolder(folder: string, modules: readonly string[]): string {
  const isAbove = (relative: string) =>
    relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  const holds = (outer: string, inner: string) => !isAbove(path.relative(outer, inner));
  let common = folder;
  for (const module of modules) {
    while (!holds(common, module) && path.dirname(common) !== common) common = path.dirname(common);
  }
  return common;
}

/** Those that the root module names, and those that an initialization has found below them. */
async function localModules(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => configurationFile.test(name));
  const texts = await Promise.all(names.map(name => textOf(path.join(folder, name))));
  const named = texts.flatMap(text => [...text.matchAll(sourceAbove)].map(match => match[1] ?? ''));
  const installed = installedFolders(await textOf(path.join(folder, '.terraform', 'modules', 'modules.json')));
  return [...named, ...installed].map(found => path.resolve(folder, found));
}

function installedFolders(text: string): string[] {
  try {
    const { Modules: modules } = JSON.parse(text) as { Modules?: { Dir?: string }[] };
    return (modules ?? []).flatMap(({ Dir: folder }) => (folder === undefined ? [] : [folder]));
  } catch {
    return [];
  }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
