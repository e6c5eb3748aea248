/** Runs scripts of steps, and makes those that fail shorter. */
import { minimize } from '../fuzz/minimize';
import { Random } from '../fuzz/random';
import { compareWithFresh, Difference } from './compare';
import { ModelWorkspace } from './modelWorkspace';
import { PLATFORM_NAMES, platformFiles, type PlatformName } from './platforms';
import { STEPS, WEIGHTS, type StepName } from './steps';

/** A platform, and what is done to it: each step by its name and the seed of what it decides. As JSON it can be kept and run again. */
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

/** Steps of one script. */
const LENGTH = 300;
/** About so many steps between two comparisons. */
const BETWEEN = 25;

/** The script of a seed. */
export function scriptOf(seed: number, length = LENGTH): Script {
  const random = new Random(seed);
  const platform = PLATFORM_NAMES[seed % PLATFORM_NAMES.length]!;
  return { platform, steps: Array.from({ length }, () => [random.weighted(WEIGHTS), random.next()]) };
}

/**
 * Runs a script from its beginning to its end, with a comparison now and then and one at the end.
 * @param between steps between two comparisons, about; none but the last one where it is not given
 * @throws where the servers differ, or one of them fails; `failedAfter` of the error counts the steps until then
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

/** Runs the script of a seed as a whole. @throws as {@link runScript} */
export const runSeed = (seed: number, length?: number): Promise<Counts> => runScript(scriptOf(seed, length), BETWEEN);

/** The shortest script found that still fails, and how; a few hundred runs. */
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
    // What was asked in between has a part in it.
    between = BETWEEN;
    if (!(await fails(begun))) return { script: { ...script, steps: begun }, error };
  }
  const steps = await minimize(begun, fails, 400);
  await fails(steps);
  return { script: { ...script, steps }, error: last };
}

/** What is wrong, without where. */
const kindOf = (error: Error): string =>
  error instanceof Difference ? (error.question.split(' ')[0] ?? '') : error.message.replace(/\W.*/s, '');
