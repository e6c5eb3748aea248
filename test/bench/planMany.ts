/** Plans thousands of changes with terraform, and measures the event loop during the run. */
import type { PlanOutcome } from '../../client/plan/run/planOutcome';
import { measureBlocks, type Blocks } from './blockMeter';
import { manyResources, multipliedState } from '../support/terraform/plan/manyResources';
import { PlanFolder } from '../support/terraform/plan/planFolder';

/** Times of a run. */
export interface ManyChanges extends Blocks {
  changes: number;
  /** Both in milliseconds; `reading` is the part after terraform has finished planning. */
  time: number;
  reading: number;
}

/**
 * @param count number of resources, all of which change.
 * @returns the second of two runs.
 */
export async function planMany(count: number): Promise<ManyChanges> {
  const folder = new PlanFolder({ 'main.tf': manyResources(count, 1) });
  try {
    folder.apply('ops');
    const state = 'terraform.tfstate.d/ops/terraform.tfstate';
    folder.write(state, multipliedState(folder.read(state), count));
    folder.write('main.tf', manyResources(count, 2));
    // The first run includes compilation. The second one is what users notice.
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
