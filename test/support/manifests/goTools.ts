// Builds programs from Go modules: the real kustomization provider, and the kustomize release that contains the same library.
import { execFile } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipWithout } from '../skipWithout';
import { installedFolder, installOnce } from '../vscode/cacheFolder';

export const PROVIDER_VERSION = '0.9.8';
const PROVIDER = `github.com/kbst/terraform-provider-kustomize@v${PROVIDER_VERSION}`;
/** The release with the same version of kustomize's library as the provider. */
const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1';

const PROVIDER_NAME = `terraform-provider-kustomization_v${PROVIDER_VERSION}`;

/** Name of the folder in the cache. */
const folderName = (module: string): string => module.replace(/[/@]/g, '_');

/** Absolute path of the provider's binary; undefined if no test has built it yet. */
export function builtProvider(): string | undefined {
  const folder = installedFolder(folderName(PROVIDER));
  return folder && join(folder, PROVIDER_NAME);
}

/** Builds the programs that a test renders with, once per machine. Skips the test if Go is missing, or if the modules can't be downloaded. */
export async function goTools(context: Mocha.Context): Promise<{ provider: string; kustomize: string }> {
  skipWithout(context, 'go');
  return {
    provider: await built(context, PROVIDER, PROVIDER_NAME),
    kustomize: await built(context, KUSTOMIZE, 'kustomize'),
  };
}

/** @returns absolute path of the program, in a separate folder */
async function built(context: Mocha.Context, module: string, name: string): Promise<string> {
  const folder = await installOnce(folderName(module), async partial => {
    const env = { ...process.env, GOBIN: partial, GOFLAGS: '' };
    await promisify(execFile)('go', ['install', module], { env }).catch((error: Error & { stderr?: string }) => {
      if (!/dial tcp|no such host|i\/o timeout|connection refused/.test(error.stderr ?? '')) throw error;
      context.skip();
    });
    const [program] = readdirSync(partial);
    if (program === undefined) throw new Error(`go install ${module} has built nothing.`);
    renameSync(join(partial, program), join(partial, name));
  });
  return join(folder, name);
}
