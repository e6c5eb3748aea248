// Programs that are built from Go modules: the real kustomization provider, and the kustomize that has the same library in it.
import { execFile } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipWithout } from '../skipWithout';
import { installedFolder, installOnce } from '../vscode/cacheFolder';

export const PROVIDER_VERSION = '0.9.8';
const PROVIDER = `github.com/kbst/terraform-provider-kustomize@v${PROVIDER_VERSION}`;
/** Of the same version of kustomize's library as the provider has. */
const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1';

const PROVIDER_NAME = `terraform-provider-kustomization_v${PROVIDER_VERSION}`;

/** In the cache folder. */
const folderName = (module: string): string => module.replace(/[/@]/g, '_');

/** Absolute path of the provider, if a test has built it. */
export function builtProvider(): string | undefined {
  const folder = installedFolder(folderName(PROVIDER));
  return folder && join(folder, PROVIDER_NAME);
}

/** Builds, once per machine, what a test renders with; skips the test where there is no Go, or its modules can't be had. */
export async function goTools(context: Mocha.Context): Promise<{ provider: string; kustomize: string }> {
  skipWithout(context, 'go');
  return {
    provider: await built(context, PROVIDER, PROVIDER_NAME),
    kustomize: await built(context, KUSTOMIZE, 'kustomize'),
  };
}

/** @returns absolute path of the program, in a folder of its own */
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
