/** Plans thousands of changes with a real terraform and watches the event loop meanwhile. */
import type { PlanOutcome } from '../../client/plan/planOutcome';
import { measureBlocks, type Blocks } from './blockMeter';
import { PlanFolder } from '../terraform/plan/planFolder';

/** How many instances a resource has: terraform's own time grows with the square of that. */
const instances = 50;

/** Has values of some size, a sensitive one each, and some that are replaced. */
function manyResources(count: number, generation: number, keys: string): string {
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

/** A run from the request to the model. */
export interface ManyChanges extends Blocks {
  changes: number;
  /** Both in milliseconds; `reading` is the part after terraform has planned. */
  time: number;
  reading: number;
}

/**
 * @param count of resources, each of which changes.
 * @returns the second of two runs.
 */
export async function planMany(count: number): Promise<ManyChanges> {
  const folder = new PlanFolder({ 'main.tf': manyResources(count, 1, 'toset(["r0"])') });
  try {
    folder.apply('ops');
    multiplyState(folder);
    folder.write('main.tf', manyResources(count, 2, allKeys));
    // The first run compiles; the second one is what a person has all day.
    await planOnce(folder);
    return await planOnce(folder);
  } finally {
    folder.delete();
  }
}

async function planOnce(folder: PlanFolder): Promise<ManyChanges> {
  const start = performance.now();
  let readingSince = NaN;
  let outcome: PlanOutcome | undefined;
  const blocks = await measureBlocks(async () => {
    outcome = await folder.runner.plan({
      ...folder.request('ops'),
      onEvent: event => {
        if (event.kind === 'phase' && event.phase === 'reading') readingSince = performance.now();
      },
    });
  });
  const end = performance.now();
  if (outcome?.kind !== 'planned') throw new Error(JSON.stringify(outcome).slice(0, 1000));
  return { ...blocks, changes: outcome.plan.changes.length, time: end - start, reading: end - readingSince };
}
