/**
 * Reads the JSON of a plan with 5,000 changes (40 MB, as terraform writes it) into the model, in pieces as they come from a pipe, and
 * measures the longest block. Usage: node --import { TimeSlice } from '../../client/plan/output/timeSlice';
import tsx test/bench/planModel.ts [COUNT]
 */
import { PlanJsonReader } from '../../common/plan/planJson';
import { buildPlan } from '../../common/plan/planModel';
import { TimeSlice } from '../../client/plan/output/timeSlice';
import { measureBlocks } from './blockMeter';

const count = Number(process.argv[2] ?? 5000);
const pieceSize = 64 * 1024;

/** What most of terraform's JSON is made of: each resource is in four places of it. */
function planJson(): Buffer {
  const values = (index: number, generation: number) => ({
    generation,
    secret: `secret-of-${index}`,
    text: `line of ${index}\n`.repeat(20),
    labels: Object.fromEntries(Array.from({ length: 10 }, (_, label) => [`label-${label}`, `${index}-${label}`])),
  });
  const changes = Array.from({ length: count }, (_, index) => ({
    address: `module.m${index % 40}.terraform_data.many["r${(index * 7919) % count}"]`,
    module_address: `module.m${index % 40}`,
    mode: 'managed',
    type: 'terraform_data',
    name: 'many',
    change: {
      actions: index % 3 === 0 ? ['delete', 'create'] : ['update'],
      before: { input: values(index, 1), output: values(index, 1) },
      after: { input: values(index, 2) },
      after_unknown: { output: true, id: true },
      before_sensitive: { input: { secret: true } },
      after_sensitive: { input: { secret: true } },
    },
  }));
  const copies = { planned_values: changes, prior_state: changes, configuration: changes };
  return Buffer.from(JSON.stringify({ format_version: '1.2', resource_changes: changes, ...copies }));
}

async function read(document: Buffer): Promise<number> {
  const reader = new PlanJsonReader();
  const slice = new TimeSlice();
  for (let index = 0; index < document.length; index += pieceSize) {
    reader.push(document.subarray(index, index + pieceSize));
    if (slice.isOver) await slice.rest();
  }
  const known = { environment: 'ops', folder: '/', product: 'terraform', version: '1.1.0', finishedAt: 0 } as const;
  const plan = await buildPlan(reader.result, { ...known, inputs: { files: {} }, diagnostics: [] }, new TimeSlice());
  return plan.changes.length;
}

async function main(): Promise<void> {
  const document = planJson();
  console.log(`${(document.length / 1e6).toFixed(1)} MB, ${count} changes`);
  for (let round = 0; round < 4; round++) {
    const start = performance.now();
    const { clock, processor } = await measureBlocks(() => read(document));
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${seconds.toFixed(2)} s; longest block ${processor.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`,
    );
  }
}

void main();
