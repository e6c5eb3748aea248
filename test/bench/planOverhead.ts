/** Compares plans in the editor with the program alone, on the sample platform. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { RunEvent } from '../../client/plan/run/planOutcome';
import { PlanFolder } from '../support/terraform/plan/planFolder';
import { median, timed } from './distribution';

export interface Overhead {
  /** Time until the changes are listed, divided by that of the program alone: the median over pairs of consecutive runs. */
  listedRatio: number;
  /** The same until the plan is completely read. */
  ratio: number;
  /** Medians, in milliseconds. */
  bare: number;
  listed: number;
  ours: number;
}

/**
 * @param pairs number of pairs of runs, which take turns in being first.
 * @returns the overhead without changes, and with one changed cluster.
 */
export async function planOverhead(pairs: number): Promise<{ unchanged: Overhead; changed: Overhead }> {
  const folder = new PlanFolder();
  try {
    folder.run(['init', '-input=false']);
    folder.apply('ops');
    const unchanged = await compare(folder, pairs, 'noChanges');
    const file = 'config.auto.tfvars';
    folder.write(file, folder.read(file).replace(/^(base_domain\s*=\s*").*"/m, '$1changed.example.com"'));
    return { unchanged, changed: await compare(folder, pairs, 'planned') };
  } finally {
    folder.delete();
  }
}

async function compare(folder: PlanFolder, pairs: number, expected: string): Promise<Overhead> {
  let listed = 0;
  const ours = async () => {
    const from = performance.now();
    listed = 0;
    const onEvent = ({ kind }: RunEvent) => {
      if (kind === 'listed') listed = performance.now() - from;
    };
    const { kind } = await folder.runner.plan({ ...folder.request('ops'), onEvent });
    if (kind !== expected) throw new Error(`The plan ended with ${kind} instead of ${expected}.`);
    // Nothing is listed if there are no changes.
    listed ||= performance.now() - from;
  };
  await ours();
  const times: { bare: number; listed: number; ours: number }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The runs take turns, since the machine's speed can change between them.
    const isBareFirst = pair % 2 === 0;
    const first = (await timed(isBareFirst ? () => barePlan(folder) : ours)).time;
    const second = (await timed(isBareFirst ? ours : () => barePlan(folder))).time;
    times.push(isBareFirst ? { bare: first, listed, ours: second } : { bare: second, listed, ours: first });
  }
  return {
    listedRatio: median(times.map(pair => pair.listed / pair.bare)),
    ratio: median(times.map(pair => pair.ours / pair.bare)),
    bare: median(times.map(pair => pair.bare)),
    listed: median(times.map(pair => pair.listed)),
    ours: median(times.map(pair => pair.ours)),
  };
}

async function barePlan(folder: PlanFolder): Promise<void> {
  const env = { ...folder.environment, TF_WORKSPACE: 'ops' };
  const child = spawn(folder.program, ['plan', '-input=false'], { cwd: folder.path, env, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The bare plan ended with ${code}.`);
}
