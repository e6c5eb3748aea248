/** Runs scripts of steps, and shortens failing ones. */
import { minimize } from '../fuzz/minimize';
import { Random } from '../fuzz/random';
import { compareWithFresh, Difference } from './compare';
import { ModelWorkspace } from './modelWorkspace';
import { PLATFORM_NAMES, platformFiles, type PlatformName } from './platforms';
import { STEPS, WEIGHTS, type StepName } from './steps';

/** A platform and steps, each with the seed of its random choices. It is JSON, so that it can be saved and run again. */
export interface Script {
  readonly platform: PlatformName;
  readonly steps: readonly (readonly [StepName, number])[];
}

export interface Counts {
  steps: number;
  edits: number;
  comparisons: number;
  answers: number;
}

/** Number of steps in one script. */
const LENGTH = 300;
/** Approximate number of steps between two comparisons. */
const BETWEEN = 25;

/** Generates the script of a seed. */
export function scriptOf(seed: number, length = LENGTH): Script {
  const random = new Random(seed);
  const platform = PLATFORM_NAMES[seed % PLATFORM_NAMES.length]!;
  return { platform, steps: Array.from({ length }, () => [random.weighted(WEIGHTS), random.next()]) };
}

/**
 * Runs a script, with comparisons at intervals and one at the end.
 * @param between approximate number of steps between two comparisons; by default, there is only the last one
 * @throws if the servers differ, or one of them fails; the error's `failedAfter` is the number of steps until then
 */
export async function runScript(script: Script, between?: number): Promise<Counts> {
  const workspace = await ModelWorkspace.start(platformFiles(script.platform));
  const counts: Counts = { steps: 0, edits: 0, comparisons: 0, answers: 0 };
  try {
    for (const [name, seed] of script.steps) {
      const random = new Random(seed);
      await STEPS[name](workspace, random);
      counts.steps++;
      const isLast = counts.steps === script.steps.length;
      if (!isLast && (between === undefined || !random.oneIn(between))) continue;
      counts.answers += await compareWithFresh(workspace, random);
      counts.comparisons++;
    }
  } catch (error) {
    throw Object.assign(error as Error, { failedAfter: counts.steps });
  } finally {
    counts.edits = workspace.edits;
    await workspace.dispose();
  }
  return counts;
}

/** Runs the script of a seed. @throws like {@link runScript} */
export const runSeed = (seed: number, length?: number): Promise<Counts> => runScript(scriptOf(seed, length), BETWEEN);

/** Finds a short script that still fails, and its failure; a few hundred runs. */
export async function shortest(script: Script, error: Error): Promise<{ script: Script; error: Error }> {
  const { failedAfter = script.steps.length } = error as { failedAfter?: number };
  let last = error;
  let between: number | undefined;
  const fails = async (steps: Script['steps']): Promise<boolean> => {
    try {
      await runScript({ ...script, steps }, between);
      return false;
    } catch (thrown) {
      if (kindOf(thrown as Error) !== kindOf(error)) return false;
      last = thrown as Error;
      return true;
    }
  };
  const begun = script.steps.slice(0, failedAfter + 1);
  if (!(await fails(begun))) {
    // The failure depends on the comparisons in between.
    between = BETWEEN;
    if (!(await fails(begun))) return { script: { ...script, steps: begun }, error };
  }
  const steps = await minimize(begun, fails, 400);
  await fails(steps);
  return { script: { ...script, steps }, error: last };
}

/** Describes the failure without its location. */
const kindOf = (error: Error): string =>
  error instanceof Difference ? (error.question.split(' ')[0] ?? '') : error.message.replace(/\W.*/s, '');
