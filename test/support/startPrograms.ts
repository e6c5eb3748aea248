// Tests run as in a trusted workspace, where the client may start programs; what happens in Restricted Mode says so itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { useGuard } from '../../client/processes/runGuard';
import { startProgramsWhen } from '../../client/processes/trust';

/** Names the guard that a test has built, for processes that the test starts. */
export const guardVariable = 'KUBESTACK_TEST_GUARD';

let built = process.env[guardVariable];

/** @returns the guard of programs as it is in the product, of the code as it is now; absolute path. */
export function builtGuard(): string {
  if (built === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'kubestack-guard-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    built = join(folder, 'guard.js');
    const entryPoints = [join(__dirname, '../../client/processes/guard.ts')];
    buildSync({ entryPoints, outfile: built, bundle: true, platform: 'node', target: 'node20', format: 'cjs' });
  }
  return built;
}

// The programs that tests start speak English, whatever the language of the machine is.
process.env['LC_ALL'] = 'C.UTF-8';
startProgramsWhen(() => true);
useGuard(builtGuard);
