/**
 * `npm run worst-cases`: measures how long the built server computes for each request for inputs that are designed to keep it busy.
 * Usage: npm run worst-cases -- [--all] [--half] [--json FILE] [part of a name …]
 */
import { mkdtempSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WORST_CASES } from './inputs';
import { measure, type Cost } from './measure';
import { largestSize } from './worstCase';

const STRETCH = 100;
const TOTAL = 2000;

async function main(): Promise<number> {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: flag, half: flag, json: { type: 'string' }, scale: { type: 'string', default: '1' } },
  });
  const chosen = WORST_CASES.filter(
    ({ name }) => positionals.length === 0 || positionals.some(each => name.includes(each)),
  );
  const scratch = mkdtempSync(join(tmpdir(), 'kubestack-worst-'));
  let beyond = 0;
  const results: Record<string, Cost[]> = {};
  try {
    cpSync(resolve(__dirname, '../../dist'), join(scratch, 'dist'), { recursive: true });
    for (const [index, input] of chosen.entries()) {
      const folder = join(scratch, `input-${index}`);
      const size = Math.max(1, Math.round(largestSize(input) * Number(values.scale)));
      const costs = worstOfEach(await measure(join(scratch, 'dist/server.js'), folder, input, size));
      results[input.name] = costs;
      const slow = costs.filter(({ longest, total }) => longest > STRETCH || total > TOTAL);
      beyond += slow.length;
      const longest = costs.reduce((a, b) => (b.longest > a.longest ? b : a));
      print(`${input.name} (${size}): slowest stretch ${shown(longest.longest)} ms in ${longest.request}`);
      for (const each of values.all ? costs : slow)
        print(`    ${each.request.padEnd(36)} ${shown(each.longest).padStart(8)} ${shown(each.total).padStart(8)}`);
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 1));
  print(
    `${beyond} of ${Object.values(results).flat().length} beyond ${STRETCH} ms at a stretch or ${TOTAL} ms in total`,
  );
  return beyond > 0 ? 1 : 0;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const shown = (milliseconds: number): string => (milliseconds === Infinity ? 'none' : milliseconds.toFixed(0));

/** Each request with its maximum cost. */
function worstOfEach(costs: readonly Cost[]): Cost[] {
  const worst = new Map<string, Cost>();
  for (const cost of costs) {
    const cached = worst.get(cost.request);
    if (!cached || cost.longest > cached.longest) worst.set(cost.request, cost);
  }
  return [...worst.values()];
}

main().then(
  code => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 2;
  },
);
