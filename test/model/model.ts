// npm run model: edits workspaces randomly, and compares the server that processes the edits with a new one.
// Options: --edits N (100000), --seed N (1), --replay FILE, --save NAME: saves a failing script as a fixture that npm test runs again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, runSeed, scriptOf, shortest, type Counts, type Script } from './runModel';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    replay: { type: 'string' },
    save: { type: 'string' },
  },
});

/** One line for each step. */
const scriptText = ({ platform, steps }: Script): string =>
  `{\n  "platform": "${platform}",\n  "steps": [\n${steps.map(step => `    ${JSON.stringify(step)}`).join(',\n')}\n  ]\n}`;

const found = join(__dirname, '../fixtures/found/model');

async function replay(file: string): Promise<void> {
  const { comparisons } = await runScript(JSON.parse(readFileSync(file, 'utf8')) as Script);
  console.log(`${file}: no difference (${comparisons} comparison)`);
}

async function run(first: number, wanted: number): Promise<void> {
  const total: Counts = { steps: 0, edits: 0, comparisons: 0, answers: 0 };
  const began = performance.now();
  console.log(`model: ${wanted} edits from seed ${first}`);
  for (let seed = first; total.edits < wanted; seed++) {
    try {
      const counts = await runSeed(seed);
      for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
    } catch (error) {
      await report(seed, error as Error);
      return;
    }
    const seconds = Math.round((performance.now() - began) / 1000);
    const { edits, comparisons, answers } = total;
    console.log(`seed ${seed}: ${edits} edits, ${comparisons} comparisons, ${answers} answers equal, ${seconds} s`);
  }
}

async function report(seed: number, error: Error): Promise<void> {
  process.exitCode = 1;
  console.log(`\nFailed with seed ${seed}: ${error.message}\n\nMaking it shorter…`);
  const failed = await shortest(scriptOf(seed), error);
  const text = `${scriptText(failed.script)}\n`;
  console.log(`\n${failed.script.steps.length} steps:\n${text}\n${failed.error.stack ?? failed.error.message}`);
  if (values.save === undefined) return;
  mkdirSync(found, { recursive: true });
  writeFileSync(join(found, `${values.save}.json`), text);
}

void (values.replay === undefined ? run(Number(values.seed), Number(values.edits)) : replay(values.replay));
