/** Measures plans, in separate rows, since they depend on terraform and not on the server. */
import { spawnSync } from 'node:child_process';
import { planMany } from './planMany';
import { planOverhead, type Overhead } from './planOverhead';

/** Numbers of runs. */
export interface PlanningEffort {
  pairs: number;
  changes: number;
}

/** Times of plans compared with those of the program alone. */
export interface PlanOverheads {
  readonly unchanged: Overhead;
  readonly changed: Overhead;
}

/** @returns the rows as soon as they are available: label, aim, value. Without terraform, the rows state that they were skipped. */
export async function* planningRows({
  pairs,
  changes,
}: PlanningEffort): AsyncGenerator<string, PlanOverheads | undefined> {
  yield 'Planning';
  const many = `${changes.toLocaleString('en')} changes`;
  const labels = {
    unchanged: 'plan overhead',
    listed: 'changes listed',
    changed: 'changes with values',
    block: `${many}: longest block`,
    whole: `${many}: whole plan`,
  };
  if (spawnSync('terraform', ['version']).status !== 0) {
    for (const label of Object.values(labels)) yield row(label, '', 'skipped: terraform is not on PATH');
    return undefined;
  }
  const { unchanged, changed } = await planOverhead(pairs);
  yield row(labels.unchanged, '< 1.10', overheadText(unchanged.ratio, unchanged.ours, unchanged.bare));
  yield row(labels.listed, '< 1.10', overheadText(changed.listedRatio, changed.listed, changed.bare));
  yield row(labels.changed, '≤ 1.15', overheadText(changed.ratio, changed.ours, changed.bare));
  const { clock, processor, time, reading } = await planMany(changes);
  yield row(labels.block, '< 50 ms', `${processor.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`);
  yield row(labels.whole, '', `${(time / 1000).toFixed(1)} s, ${(reading / 1000).toFixed(1)} s of them to read it`);
  return { unchanged, changed };
}

function overheadText(ratio: number, ours: number, bare: number): string {
  return `${ratio.toFixed(2)} × (${Math.round(ours)} ms / ${Math.round(bare)} ms)`;
}

function row(label: string, aim: string, value: string): string {
  return `  ${label.padEnd(30)}   ${aim.padEnd(7)}   ${value}`;
}
