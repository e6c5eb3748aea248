/** Determines the files that a plan depends on, and whether one of them has changed since. */
import { ownProperty } from '../../../common/ownProperty';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import type { Plan, PlanInputs } from '../../../common/plan/plan';
import { isInFolder } from '../../../common/node/paths';

/** Larger files are compared by size and time only; `files` is the maximum number of files. */
const LIMITS = { bytes: 4 * 1024 * 1024, files: 5000 };

const MODULE_FILE = /\.(?:tf|tofu)(?:\.json)?$/;
const VARIABLE_FILE = /(?:^terraform|\.auto)\.tfvars(?:\.json)?$/;
const LOCK_FILE = '.terraform.lock.hcl';

/** Files that plans do not depend on: hidden files, states, and documentation. */
const IGNORED =
  /^\.|^terraform\.tfstate(?:\.d|\.backup|\.\d+.*)?$|\.tfstate(?:\.backup)?$|\.md$|^node_modules$|^Dockerfile/;

/**
 * The root module with everything below it that is not hidden, local modules elsewhere in the repository with everything below them (they read
 * manifests and templates), the lock file, the list of installed modules, and files in `-var-file`. For a file that leads outside of the repository,
 * only size and time are compared.
 *
 * @param folder absolute path of the root module.
 * @param parameters of the plan.
 * @param data absolute path of terraform's data folder.
 * @returns the current contents of the files as fingerprints.
 */
export async function collectInputs(
  folder: string,
  parameters: readonly string[] = [],
  data = path.join(folder, '.terraform'),
): Promise<PlanInputs> {
  const installed = path.join(data, 'modules', 'modules.json');
  const files = new Set([path.join(folder, LOCK_FILE), installed, ...variableFiles(folder, parameters)]);
  const repository = RepositoryFiles.around(folder, [data]);
  const roots = [folder, ...(await modulesOutside(folder, installed, repository))];
  for (const root of roots) await addFiles(root, files, repository);
  const entries = await Promise.all(
    [...files].sort().map(async file => [file, await fingerprint(file, repository)] as const),
  );
  return { files: Object.fromEntries(entries) };
}

/** The files that a run reads, and how to find out later which of them have changed. */
export interface ReadFiles {
  readonly inputs: Promise<PlanInputs>;
  /** @returns the changed files, sorted */
  readonly changed: () => Promise<string[]>;
}

/** The files as they are now. The parameters are those of `collectInputs`. */
export function readFiles(folder: string, parameters?: readonly string[], data?: string): ReadFiles {
  const inputs = collectInputs(folder, parameters, data);
  return { inputs, changed: async () => changedInputs({ folder, inputs: await inputs }, parameters, data) };
}

/**
 * Compares by content.
 *
 * @param parameters and data as they were for the plan.
 * @returns the changed files, sorted; none if the plan is current.
 */
export async function changedInputs(
  plan: Pick<Plan, 'folder' | 'inputs'>,
  parameters: readonly string[] = [],
  data?: string,
): Promise<string[]> {
  const now = await collectInputs(plan.folder, parameters, data);
  const { files } = plan.inputs;
  const all = new Set([...Object.keys(files), ...Object.keys(now.files)]);
  return [...all].filter(file => (ownProperty(files, file) ?? null) !== (ownProperty(now.files, file) ?? null)).sort();
}

/**
 * Whether a change of a file can affect the plan. For file watchers: synchronous, without reading files.
 *
 * @param file absolute path of a file that was created, changed or removed, or of an edited document.
 */
export function mayAffect(plan: Pick<Plan, 'folder' | 'inputs'>, file: string): boolean {
  if (Object.hasOwn(plan.inputs.files, file)) return true;
  const name = path.basename(file);
  const isNew = MODULE_FILE.test(name) || (VARIABLE_FILE.test(name) && path.dirname(file) === plan.folder);
  const folders = new Set(Object.keys(plan.inputs.files).map(file => path.dirname(file)));
  return isNew && folders.has(path.dirname(file));
}

function variableFiles(folder: string, parameters: readonly string[]): string[] {
  return parameters.flatMap((parameter, index) => {
    const name = /^--?var-file=(.*)$/.exec(parameter)?.[1];
    const separate = /^--?var-file$/.test(parameters[index - 1] ?? '') ? parameter : undefined;
    const found = name ?? separate;
    return found === undefined ? [] : [path.resolve(folder, found)];
  });
}

/** @returns absolute paths of local modules that are not below the root module. */
async function modulesOutside(folder: string, installed: string, repository: RepositoryFiles): Promise<string[]> {
  try {
    const { Modules: modules } = JSON.parse((await repository.text(installed)) ?? '') as {
      Modules?: { Dir?: string; Source?: string }[];
    };
    const folders = (modules ?? [])
      .filter(({ Source: source }) => source?.startsWith('.') === true)
      .map(({ Dir: dir }) => path.resolve(folder, dir ?? '.'));
    return [...new Set(folders)].filter(found => !isInFolder(found, folder));
  } catch {
    return [];
  }
}

async function addFiles(folder: string, files: Set<string>, repository: RepositoryFiles): Promise<void> {
  for (const entry of await repository.list(folder)) {
    if (IGNORED.test(entry.name) || files.size >= LIMITS.files) continue;
    const found = path.join(folder, entry.name);
    if (entry.isDirectory()) await addFiles(found, files, repository);
    else if (entry.isFile() || entry.isSymbolicLink()) files.add(found);
  }
}

async function fingerprint(file: string, repository: RepositoryFiles): Promise<string | null> {
  try {
    const content = await repository.read(file, LIMITS.bytes);
    if (content && 'bytes' in content) return createHash('sha256').update(content.bytes).digest('hex');
    const { size, mtimeMs } = await stat(file);
    return `${size} ${mtimeMs}`;
  } catch {
    return null;
  }
}
