/** Finds the kustomization provider that `init` installed for a platform. */
import { compareVersions } from '../compareVersions';
import type { RenderingHost } from './renderingHost';

export interface InstalledProvider {
  /** `registry.terraform.io/kbst/kustomization` */
  readonly source: string;
  readonly version: string;
  /** Absolute path of the folder with the program. */
  readonly folder: string;
}

const PROGRAM = /^terraform-provider-kustomization(?:_v[\w.+-]+)?(?:\.exe)?$/;

/**
 * Looks below `.terraform/providers`, where `init` puts `<host>/<namespace>/<type>/<version>/<target>/`. Of several versions, the one in
 * the lock file is used, else the newest.
 * @param platform absolute path of the root module's folder
 */
export async function installedProvider(platform: string, host: RenderingHost): Promise<InstalledProvider | undefined> {
  const data = host.environment['TF_DATA_DIR'];
  const dataFolder = data ? host.join(platform, data) : host.join(platform, '.terraform');
  const providers = host.join(dataFolder, 'providers');
  const lockFile = await host.textOf(host.join(platform, '.terraform.lock.hcl'));
  const found: (InstalledProvider & { readonly locked: boolean })[] = [];
  for (const registry of await host.foldersIn(providers)) {
    for (const namespace of await host.foldersIn(host.join(providers, registry))) {
      const source = `${registry}/${namespace}/kustomization`;
      const base = host.join(providers, source);
      for (const version of await host.foldersIn(base)) {
        const folder = host.join(base, `${version}/${host.target}`);
        const files = await host.filesIn(folder);
        if (!files.some(file => PROGRAM.test(file))) continue;
        found.push({ source, version, folder, locked: lockedVersion(lockFile, source) === version });
      }
    }
  }
  return found.sort((a, b) => Number(b.locked) - Number(a.locked) || compareVersions(b.version, a.version))[0];
}

function lockedVersion(lockFile: string, source: string): string | undefined {
  const start = lockFile.indexOf(`provider "${source}"`);
  return start < 0 ? undefined : /^[ \t]*version[ \t]*=[ \t]*"([^"]+)"/m.exec(lockFile.slice(start))?.[1];
}
