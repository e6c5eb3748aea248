/** Determines whether a platform can be planned in its own image, and which folder is mounted into the container. */
import * as path from 'node:path';
import { isInFolder } from '../../../common/node/paths';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import type { Failed } from './planOutcome';
import type { ContainerRequest } from './runRequest';

const CONFIGURATION_FILE = /\.(?:tf|tofu)$/;

/** The `source` of a module outside of the root module. */
const SOURCE_ABOVE = /^[ \t]*source[ \t]*=[ \t]*"(\.\.\/[^"]*)"/gm;

/**
 * @param folder absolute path of the root module.
 * @returns the Dockerfile and the folder to mount; if the Dockerfile is missing, a failure.
 */
export async function containerOf(folder: string): Promise<ContainerRequest | Failed> {
  const dockerfile = path.join(folder, 'Dockerfile');
  const files = RepositoryFiles.around(folder);
  const isThere = (await files.text(dockerfile)) !== undefined;
  if (!isThere) return { kind: 'executable', problem: { kind: 'notFound', wanted: [dockerfile] } };
  return { dockerfile, mount: commonFolder(folder, await localModules(folder, files)) };
}

/** @returns the missing requirement of a container, if that is why nothing was run. */
export function missingForContainer({ wanted }: { wanted: readonly string[] }): 'docker' | 'Dockerfile' | undefined {
  const [only, ...others] = wanted.map(name => path.basename(name));
  return others.length === 0 && (only === 'docker' || only === 'Dockerfile') ? only : undefined;
}

/**
 * @param folder absolute path of the root module.
 * @param modules absolute paths.
 * @returns the innermost folder that contains all of them.
 */
export function commonFolder(folder: string, modules: readonly string[]): string {
  let common = folder;
  for (const module of modules) {
    while (!isInFolder(module, common) && path.dirname(common) !== common) common = path.dirname(common);
  }
  return common;
}

/**
 * Local modules of the root module, and those that an initialization has found below them. Modules outside of the repository are ignored: otherwise,
 * the container could access more of the disk than the repository.
 */
async function localModules(folder: string, files: RepositoryFiles): Promise<string[]> {
  const textOf = async (name: string) => (await files.text(path.join(folder, name))) ?? '';
  const names = (await files.list(folder)).map(({ name }) => name).filter(name => CONFIGURATION_FILE.test(name));
  const texts = await Promise.all(names.map(textOf));
  const named = texts.flatMap(text => [...text.matchAll(SOURCE_ABOVE)].map(match => match[1] ?? ''));
  const installed = installedFolders(await textOf(path.join('.terraform', 'modules', 'modules.json')));
  const found = [...named, ...installed].map(each => path.resolve(folder, each));
  const isInside = await Promise.all(found.map(each => files.allows(each)));
  return found.filter((_, index) => isInside[index]);
}

function installedFolders(text: string): string[] {
  try {
    const { Modules: modules } = JSON.parse(text) as { Modules?: { Dir?: string }[] };
    return (modules ?? []).flatMap(({ Dir: folder }) => (folder === undefined ? [] : [folder]));
  } catch {
    return [];
  }
}
