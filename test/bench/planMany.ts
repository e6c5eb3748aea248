/**
 * Plans 5,000 resources with a real terraform and watches the event loop meanwhile; then compares the time of a run on the sample
 * platform with the bare program's. Usage: node --import tsx test/bench/planMany.ts [COUNT]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PlanOutcome } from '../../client/plan/planOutcome';
import { measureBlocks } from './blockMeter';
import { PlanFolder } from '../terraform/plan/planFolder';

const count = Number(process.argv[2] ?? 5000);

/** How many instances a resource has: terraform's own time grows with the square of that. */
const instances = 50;

/** Has values of some size, a sensitive one each, and some that are replaced. */
function manyResources(generation: number, keys: string): string {
  const resource = (index: number) => `
resource "terraform_data" "many${index}" {
  for_each = ${keys}
  input = {
    generation = ${generation}
    secret     = sensitive("secret-of-\${each.key}")
    text       = join("\\n", [for line in range(20) : "line \${line} of \${each.key}"])
    labels     = { for label in range(10) : "label-\${label}" => "\${each.key}-\${label}" }
  }
  triggers_replace = [${generation} == 1 ? "one" : endswith(each.key, "7") ? "two" : "one"]
}
`;
  return Array.from({ length: count / instances }, (_, index) => resource(index)).join('');
}

const allKeys = `toset([for index in range(${instances}) : "r\${index}"])`;

/** To apply thousands takes minutes, as terraform writes the whole state after each: one is applied of each resource, and copied. */
function multiplyState(folder: PlanFolder): void {
  const file = 'terraform.tfstate.d/ops/terraform.tfstate';
  const state = JSON.parse(folder.read(file)) as { resources: { instances: unknown[] }[] };
  const keys = Array.from({ length: instances }, (_, index) => `r${index}`);
  for (const resource of state.resources) {
    const one = JSON.stringify(resource.instances[0]);
    resource.instances = keys.map(key => JSON.parse(one.replaceAll('r0', key)) as unknown);
  }
  folder.write(file, JSON.stringify(state));
}

async function many(): Promise<void> {
  const folder = new PlanFolder({ 'main.tf': manyResources(1, 'toset(["r0"])') });
  try {
    folder.apply('ops');
    multiplyState(folder);
    folder.write('main.tf', manyResources(2, allKeys));
    // The first run compiles; the second one is what a person has all day.
    for (const run of ['first', 'second']) {
      const start = performance.now();
      let readingSince = 0;
      let outcome: PlanOutcome | undefined;
      const { clock, processor } = await measureBlocks(async () => {
        outcome = await folder.runner.plan({
          ...folder.request('ops'),
          onEvent: event => {
            if (event.kind === 'phase' && event.phase === 'reading') readingSince = performance.now();
          },
        });
      });
      const [seconds, reading] = [start, readingSince].map(since => ((performance.now() - since) / 1000).toFixed(2));
      if (outcome?.kind !== 'planned') throw new Error(JSON.stringify(outcome).slice(0, 1000));
      console.log(
        `${run} run: ${outcome.plan.changes.length} changes in ${seconds} s, ${reading} s of them reading the plan; ` +
          `longest block ${processor.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`,
      );
    }
  } finally {
    folder.delete();
  }
}

async function overhead(): Promise<void> {
  const folder = new PlanFolder();
  try {
    folder.run(['init', '-input=false']);
    folder.apply('ops');
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < 7; round++) {
      bare.push(await timed(() => barePlan(folder)));
      ours.push(await timed(() => folder.runner.plan(folder.request('ops'))));
    }
    const [a, b] = [median(bare), median(ours)];
    console.log(
      `sample platform: bare plan ${a.toFixed(0)} ms, ours with checks and model ${b.toFixed(0)} ms: ` +
        `${(b - a).toFixed(0)} ms more, ${((b / a - 1) * 100).toFixed(0)} %`,
    );
  } finally {
    folder.delete();
  }
}

async function barePlan(folder: PlanFolder): Promise<void> {
  const env = { ...folder.environment, TF_WORKSPACE: 'ops' };
  const child = spawn('terraform', ['plan', '-input=false'], { cwd: folder.path, env, stdio: 'ignore' });
  await once(child, 'exit');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

void many().then(overhead);
