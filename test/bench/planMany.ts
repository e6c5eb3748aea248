/** Plans thousands of changes with a real terraform and watches the event loop meanwhile. */
import type { PlanOutcome } from '../../client/plan/run/planOutcome';
import { measureBlocks, type Blocks } from './blockMeter';
import { manyResources, multipliedState } from '../support/terraform/plan/manyResources';
import { PlanFolder } from '../support/terraform/plan/planFolder';

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
  const folder = new PlanFolder({ 'main.tf': manyResources(count, 1) });
  try {
    folder.apply('ops');
    const state = 'terraform.tfstate.d/ops/terraform.tfstate';
    folder.write(state, multipliedState(folder.read(state), count));
    folder.write('main.tf', manyResources(count, 2));
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
