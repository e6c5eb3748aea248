/** Which files a plan depends on, and whether one of them has changed since. */
import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Plan, PlanInputs } from './plan';

/** Larger files count by size and time alone, and so many files are looked at. */
const limits = { bytes: 4 * 1024 * 1024, files: 5000 };

const moduleFile = /\.(?:tf|tofu)(?:\.json)?$/;
const variableFile = /(?:^terraform|\.auto)\.tfvars(?:\.json)?$/;
const lockFile = '.terraform.lock.hcl';

/** Neither configuration nor anything a module reads: hidden, states, and documentation. */
const ignored =
  /^\.|^terraform\.tfstate(?:\.d|\.backup|\.\d+.*)?$|\.tfstate(?:\.backup)?$|\.md$|^node_modules$|^Dockerfile/;

/**
 * The root module with everything below it that is not hidden, local modules elsewhere with everything below them (they read
 * manifests and templates), the lock file, the list of installed modules, and files named by `-var-file`.
 *
 * @param folder absolute path of the root module.
 * @param parameters of the plan.
 * @param data absolute path of terraform's folder.
 * @returns what is in the files now.
 */
export async function collectInputs(
  folder: string,
  parameters: readonly string[] = [],
  data = path.join(folder, '.terraform'),
): Promise<PlanInputs> {
  const installed = path.join(data, 'modules', 'modules.json');
  const files = new Set([path.join(folder, lockFile), installed, ...variableFiles(folder, parameters)]);
  const roots = [folder, ...(await modulesOutside(folder, installed))];
  for (const root of roots) await addFiles(root, files);
  const entries = await Promise.all([...files].sort().map(async file => [file, await fingerprint(file)] as const));
  return { files: Object.fromEntries(entries) };
}

/**
 * Compares by content.
 *
 * @param parameters and data as they were for the plan.
 * @returns the files that are not what they were, sorted; none when the plan still holds.
 */
export async function changedInputs(
  plan: Pick<Plan, 'folder' | 'inputs'>,
  parameters: readonly string[] = [],
  data?: string,
): Promise<string[]> {
  const now = await collectInputs(plan.folder, parameters, data);
  const { files } = plan.inputs;
  const all = new Set([...Object.keys(files), ...Object.keys(now.files)]);
  return [...all].filter(file => (files[file] ?? null) !== (now.files[file] ?? null)).sort();
}

/**
 * For file watchers, at once and without reading: whether a change of that file can matter to the plan.
 *
 * @param file absolute path of a file that was made, changed or removed, or of a document that was edited.
 */
export function mayAffect(plan: Pick<Plan, 'folder' | 'inputs'>, file: string): boolean {
  if (Object.hasOwn(plan.inputs.files, file)) return true;
  const name = path.basename(file);
  const isNew = moduleFile.test(name) || (variableFile.test(name) && path.dirname(file) === plan.folder);
  const folders = new Set(Object.keys(plan.inputs.files).map(known => path.dirname(known)));
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
async function modulesOutside(folder: string, installed: string): Promise<string[]> {
  try {
    const { Modules: modules } = JSON.parse(await readFile(installed, 'utf8')) as {
      Modules?: { Dir?: string; Source?: string }[];
    };
    const folders = (modules ?? [])
      .filter(({ Source: source }) => source?.startsWith('.') === true)
      .map(({ Dir: dir }) => path.resolve(folder, dir ?? '.'));
    return [...new Set(folders)].filter(found => path.relative(folder, found).startsWith('..'));
  } catch {
    return [];
  }
}

async function addFiles(folder: string, files: Set<string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (ignored.test(entry.name) || files.size >= limits.files) continue;
    const found = path.join(folder, entry.name);
    if (entry.isDirectory()) await addFiles(found, files);
    else if (entry.isFile() || entry.isSymbolicLink()) files.add(found);
  }
}

async function fingerprint(file: string): Promise<string | null> {
  try {
    const { size, mtimeMs } = await stat(file);
    if (size > limits.bytes) return `${size} ${mtimeMs}`;
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    return null;
  }
}
