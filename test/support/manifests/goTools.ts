// Programs that are built from Go modules: the real kustomization provider, and the kustomize that has the same library in it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { skipWithout } from '../skipWithout';

const tools = join(__dirname, '../../../out/tools');

export const PROVIDER_VERSION = '0.9.8';
const PROVIDER = `github.com/kbst/terraform-provider-kustomize@v${PROVIDER_VERSION}`;
/** Of the same version of kustomize's library as the provider has. */
const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1';

const PROVIDER_NAME = `terraform-provider-kustomization_v${PROVIDER_VERSION}`;

const fileOf = (module: string, name: string): string => join(tools, module.replace(/[/@]/g, '_'), name);

/** Absolute path of the provider, if a test has built it. */
export function builtProvider(): string | undefined {
  const file = fileOf(PROVIDER, PROVIDER_NAME);
  return existsSync(file) ? file : undefined;
}

/** Builds, once, what a test renders with; skips the test where there is no Go, or its modules can't be had. */
export function goTools(context: Mocha.Context): { provider: string; kustomize: string } {
  skipWithout(context, 'go');
  return {
    provider: built(context, PROVIDER, PROVIDER_NAME),
    kustomize: built(context, KUSTOMIZE, 'kustomize'),
  };
}

/** @returns absolute path of the program, in a folder of its own */
function built(context: Mocha.Context, module: string, name: string): string {
  const file = fileOf(module, name);
  if (existsSync(file)) return file;
  mkdirSync(tools, { recursive: true });
  const bin = mkdtempSync(join(tools, 'build-'));
  try {
    const { status, stderr } = spawnSync('go', ['install', module], {
      env: { ...process.env, GOBIN: bin, GOFLAGS: '' },
      encoding: 'utf8',
    });
    const [program] = status === 0 ? readdirSync(bin) : [];
    if (program === undefined) {
      if (!/dial tcp|no such host|i\/o timeout|connection refused/.test(stderr)) throw new Error(stderr);
      context.skip();
    }
    mkdirSync(dirname(file), { recursive: true });
    renameSync(join(bin, program), file);
    return file;
  } finally {
    rmSync(bin, { recursive: true, force: true });
  }
}
