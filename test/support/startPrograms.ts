// For all tests: allows starting programs, as in a trusted workspace (tests of Restricted Mode change this), finds the built OpenTofu, and sets the day
// for support dates.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { useGuard } from '../../client/processes/guardProcess';
import { startProgramsWhen } from '../../client/processes/trust';
import { findBuiltOpenTofu } from './terraform/openTofu';

/** On this day, clouds support all versions of Kubernetes in the sample platforms. Programs that tests start inherit it. */
process.env['KUBESTACK_DATE'] ??= '2024-12-01';

/** Environment variable with the path of the built guard, for child processes of a test. */
export const guardVariable = 'KUBESTACK_TEST_GUARD';

let built = process.env[guardVariable];

/** Builds the product's guard of programs from the current code. @returns its absolute path */
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

// Programs that tests start use English, regardless of the machine's language.
process.env['LC_ALL'] = 'C.UTF-8';
findBuiltOpenTofu();
startProgramsWhen(() => true);
useGuard(builtGuard);
