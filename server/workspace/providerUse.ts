/** How a module folder itself uses a provider. */
import type { ModuleFolder } from './moduleFolder';

/** Whether a folder has resources or data sources of a provider. @param type `kustomization` */
export function hasResourcesOf(folder: ModuleFolder, type: string): boolean {
  for (const each of folder.resourceTypes()) if (each.startsWith(`${type}_`)) return true;
  return false;
}

/** Whether a folder has a provider block of that type, with any alias: then it does not inherit one from its caller. */
export function configuresProvider(folder: ModuleFolder, type: string): boolean {
  for (const key of folder.names('provider')) if (isOfType(key, type)) return true;
  return false;
}

/** @param key `aws` or `aws.alias` */
export const isOfType = (key: string, type: string): boolean => key === type || key.startsWith(`${type}.`);
