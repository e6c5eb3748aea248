/** Reads the state backend that a folder was initialized with from terraform's data folder. */
import { ownProperty } from '../../../common/ownProperty';
import * as path from 'node:path';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';

export interface InitializedBackend {
  /** `s3`, `local`, `cloud`. */
  type: string;
  /** Its settings; those that are not set are null. */
  config: Readonly<Record<string, unknown>>;
}

/** @returns absolute path of terraform's own folder of a root module. */
export function dataFolder(folder: string, variables: NodeJS.ProcessEnv): string {
  return path.resolve(folder, variables['TF_DATA_DIR'] || '.terraform');
}

/**
 * @param folder absolute path of the root module.
 * @param variables the user's environment: `TF_DATA_DIR` moves terraform's data folder.
 * @returns undefined if there is no backend block, so that the state is in the folder, or if the folder is not initialized yet.
 */
export async function initializedBackend(
  folder: string,
  variables: NodeJS.ProcessEnv,
): Promise<InitializedBackend | undefined> {
  try {
    const data = dataFolder(folder, variables);
    const text = await RepositoryFiles.around(folder, [data]).text(path.join(data, 'terraform.tfstate'));
    if (text === undefined) return undefined;
    const { backend } = JSON.parse(text) as { backend?: { type?: unknown; config?: unknown } };
    if (typeof backend?.type !== 'string') return undefined;
    const { type, config } = backend;
    return { type, config: typeof config === 'object' && config !== null ? { ...config } : {} };
  } catch {
    return undefined;
  }
}

/** @returns the type of the initialized backend, if any. */
export async function backendType(folder: string, variables: NodeJS.ProcessEnv): Promise<string | undefined> {
  return (await initializedBackend(folder, variables))?.type;
}

/**
 * Path of a workspace's local state, for folders without a backend block, or with a `local` one, whose `path` is for the default workspace and whose
 * `workspace_dir` has a folder for each other workspace.
 *
 * @param folder absolute path of the root module, which relative settings are relative to.
 * @returns absolute path of the state file, which may not exist; undefined for a remote backend.
 */
export function localState(
  folder: string,
  environment: string,
  backend: InitializedBackend | undefined,
): string | undefined {
  if (backend !== undefined && backend.type !== 'local') return undefined;
  const setting = (name: string, standard: string) => {
    const value = ownProperty(backend?.config ?? {}, name);
    return typeof value === 'string' && value !== '' ? value : standard;
  };
  if (environment === 'default') return path.resolve(folder, setting('path', 'terraform.tfstate'));
  return path.resolve(folder, setting('workspace_dir', 'terraform.tfstate.d'), environment, 'terraform.tfstate');
}
