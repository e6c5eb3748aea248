/** What plans take, in rows of their own: they are about terraform, not about the server. */
import { spawnSync } from 'node:child_process';
import { planMany } from './planMany';
import { planOverhead, type Overhead } from './planOverhead';

/** How much is run. */
export interface PlanningEffort {
  pairs: number;
  changes: number;
}

/** @returns the rows as lines: label, aim, value. Without terraform they say, each by its name, that they were skipped. */
export async function planningRows({ pairs, changes }: PlanningEffort): Promise<string> {
  const many = `${changes.toLocaleString('en')} changes`;
  const labels = ['plan overhead', 'plan overhead, with changes', `${many}: longest block`, `${many}: whole plan`];
  if (spawnSync('terraform', ['version']).status !== 0) {
    return rows(labels.map(label => [label, '', 'skipped: terraform is not on PATH']));
  }
  const { unchanged, changed } = await planOverhead(pairs);
  const { clock, processor, time, reading } = await planMany(changes);
  const values: [string, string][] = [
    ['< 1.10', overheadText(unchanged)],
    ['', overheadText(changed)],
    ['< 50 ms', `${processor.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`],
    ['', `${(time / 1000).toFixed(1)} s, ${(reading / 1000).toFixed(1)} s of them to read it`],
  ];
  return rows(labels.map((label, index) => [label, ...(values[index] ?? ['', ''])]));
}

function overheadText({ ratio, bare, ours }: Overhead): string {
  return `${ratio.toFixed(2)} × (${Math.round(ours)} ms / ${Math.round(bare)} ms)`;
}

function rows(cells: readonly (readonly [string, string, string])[]): string {
  const [first, second] = [0, 1].map(column => Math.max(...cells.map(row => row[column]?.length ?? 0)));
  const lines = cells.map(
    ([label, aim, value]) => `  ${label.padEnd(first ?? 0)}   ${aim.padEnd(second ?? 0)}   ${value}`,
  );
  return ['Planning', ...lines].join('\n');
}
