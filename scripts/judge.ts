/**
 * `npm run judge -- [--calls N] [--seed S]`: generates platforms with N module calls in total (by default 20,000), evaluates them with this project
 * and with terraform, and prints every difference in its smallest form. The exit code is 1 if there are differences.
 * `npm run judge -- --folder PATH`: compares the platforms in a folder instead.
 * `npm run judge -- --forecast N [--seed S]`: compares the forecasts of N random changes of the framework's own modules with the plans of a real
 * Terraform and the stub provider. Needs Go, and a clone of the framework that KUBESTACK_FRAMEWORK_CLONE names.
 * `npm run judge -- --effects N [--seed S]`: compares what changes of attributes replace with an evaluation of all resources, in N platforms with the
 * framework's own modules. Needs the clone, too.
 * `npm run judge -- --replacements N [--seed S]`: replaces N random node pools and default pools of the framework's own modules in stages. No plan of a
 * real Terraform may lose nodes before their replacement is applied. Needs the clone, too.
 * `npm run judge -- --exam`: records which platforms of the agent's exam `terraform validate` accepts.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { recordExam } from '../test/support/agents/examVerdicts';
import { platformFromParts } from '../test/support/terraform/arbitraryPlatform';
import { judgeEffects } from '../test/support/forecast/judgeEffects';
import { judgeForecasts } from '../test/support/forecast/judgeForecasts';
import { judgeReplacements } from '../test/support/forecast/judgeReplacements';
import { comparePlatform, type PlatformComparison } from '../test/support/terraform/comparePlatform';
import { platformsIn } from '../test/support/terraform/platformsIn';

/** Maximum number of calls in a platform: terraform's time per call grows with their number. */
const CALLS_PER_PLATFORM = { least: 20, most: 40 };

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
    forecast: { type: 'string' },
    effects: { type: 'string' },
    replacements: { type: 'string' },
    exam: { type: 'boolean' },
  },
});

const totals = { calls: 0, environments: 0, refused: 0, undetermined: 0, differences: 0 };

function count(calls: number, { compared, refused, undetermined, differences }: PlatformComparison): void {
  totals.calls += calls;
  totals.environments += compared;
  totals.refused += refused;
  totals.undetermined += undetermined;
  totals.differences += differences.length;
}

function print(name: string, { differences }: PlatformComparison): void {
  for (const { address, environment, ours, terraform } of differences) {
    console.log(`${name}: ${address} in ${environment}\n  ours:      ${ours}\n  terraform: ${terraform}`);
  }
}

async function judgeGenerated(calls: number, seed: number): Promise<void> {
  const platforms = platformFromParts(CALLS_PER_PLATFORM.least, CALLS_PER_PLATFORM.most);
  for (let round = 0; totals.calls < calls; round++) {
    const [platform] = fc.sample(platforms, { numRuns: 1, seed: seed * 100_000 + round });
    if (!platform) return;
    const comparison = await comparePlatform(platform);
    count(platform.calls.length, comparison);
    print(`seed ${seed}, platform ${round}`, comparison);
    if (comparison.differences.length > 0) await shrink(seed * 100_000 + round);
    if (round % 10 === 9)
      console.log(`${totals.calls} calls, ${totals.environments} environments, ${totals.differences} differences`);
  }
}

/** Prints the smallest platform with the same difference. */
async function shrink(seed: number): Promise<void> {
  const differs = fc.asyncProperty(
    platformFromParts(1, 6),
    async platform => (await comparePlatform(platform)).differences.length === 0,
  );
  const { counterexample } = await fc.check(differs, { seed, numRuns: 60 });
  for (const [path, text] of Object.entries(counterexample?.[0].files ?? {})) console.log(`--- ${path}\n${text}`);
}

async function judgeFolder(folder: string): Promise<void> {
  for (const { name, platform } of await platformsIn(folder)) {
    try {
      const comparison = await comparePlatform(platform);
      count(platform.calls.length, comparison);
      print(name, comparison);
    } catch (error) {
      console.log(`${name}: can't be judged: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function main(): Promise<void> {
  if (values.exam) return recordExam();
  if (values.forecast !== undefined) {
    process.exitCode = await judgeForecasts(Number(values.forecast), Number(values.seed));
    return;
  }
  if (values.effects !== undefined) {
    process.exitCode = await judgeEffects(Number(values.effects), Number(values.seed));
    return;
  }
  if (values.replacements !== undefined) {
    process.exitCode = await judgeReplacements(Number(values.replacements), Number(values.seed));
    return;
  }
  if (values.folder === undefined) await judgeGenerated(Number(values.calls), Number(values.seed));
  else await judgeFolder(values.folder);
  console.log(
    `${totals.calls} calls, ${totals.environments} environments (${totals.refused} refused by terraform, ${totals.undetermined} that it could not be asked), ${totals.differences} differences`,
  );
  process.exitCode = totals.differences > 0 ? 1 : 0;
}

void main();
