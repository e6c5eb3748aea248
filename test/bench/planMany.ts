/**
 * Plans 5,000 resources with a real terraform and watches the event loop meanwhile; then compares the time of a run on the sample
 * platform with the bare program's. Usage: node --import tsx test/bench/planMany.ts [COUNT]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PlanFolder } from '../terraform/plan/planFolder';

const count = Number(process.argv[2] ?? 5000);

/** Has values of some size, a sensitive one each, and something of each action. */
function manyResources(generation: number): string {
  return `
resource "terraform_data" "many" {
  for_each = toset(flatten([for a in range(${count / 1000}) : [for b in range(1000) : "r\${a * 1000 + b}"]]))
  input = {
    generation = ${generation}
    secret     = sensitive("secret-of-\${each.key}")
    text       = join("\\n", [for line in range(20) : "line \${line} of \${each.key}"])
    labels     = { for label in range(10) : "label-\${label}" => "\${each.key}-\${label}" }
  }
  triggers_replace = [${generation} == 1 ? "one" : endswith(each.key, "7") ? "two" : "one"]
}
`;
}

async function many(): Promise<void> {
  const folder = new PlanFolder({ 'main.tf': manyResources(1) });
  try {
    folder.apply('ops');
    folder.write('main.tf', manyResources(2));
    // The first run compiles; the second one is what a person has all day.
    for (const run of ['first', 'second']) {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const start = performance.now();
      let shown = 0;
      const outcome = await folder.runner.plan({
        ...folder.request('ops'),
        onEvent: event => {
          if (event.kind === 'phase' && event.phase === 'reading') shown = performance.now();
        },
      });
      const seconds = (performance.now() - start) / 1000;
      delay.disable();
      if (outcome.kind !== 'planned') throw new Error(JSON.stringify(outcome).slice(0, 1000));
      const longest = (delay.max / 1e6).toFixed(1);
      const reading = ((performance.now() - shown) / 1000).toFixed(2);
      console.log(
        `${run} run: ${outcome.plan.changes.length} changes in ${seconds.toFixed(2)} s, ${reading} s of them reading the plan; ` +
          `longest block ${longest} ms, 99th percentile ${(delay.percentile(99) / 1e6).toFixed(1)} ms, ` +
          `heap ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MB`,
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
