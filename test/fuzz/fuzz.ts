// npm run fuzz: sends random inputs to all code that reads untrusted data. Each target runs in a separate process.
// Options: --target NAME (all), --seed N (1), --runs N for each target (1000), or --minutes N for all targets together, --save NAME: saves a failing
// input as a fixture that npm test runs again, --replay FILE (with --target).
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { inputOf, runAlone } from './runTarget';
import type { FuzzTarget } from './target';
import { targetOf, targets } from './targets/all';
import type { WorkerLine } from './worker';

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    save: { type: 'string' },
    replay: { type: 'string' },
  },
});

/** A process without output for this long counts as hanging, even on a busy machine, in milliseconds. */
const SILENCE = 120_000;
/** Number of inputs for one process, so that its caches stay limited. */
const ROUND = 20_000;

interface Outcome {
  runs: number;
  bytes: number;
  heap: string;
  problem?: string;
  input?: Buffer;
}

/** Runs a range of a target's inputs in a separate process. */
async function round(target: FuzzTarget, seed: number, from: number, runs: number, until: number): Promise<Outcome> {
  const worker = join(__dirname, 'worker.ts');
  const parameters = [target.name, seed, from, runs, until].map(String);
  const child = spawn(process.execPath, ['--import', 'tsx', worker, ...parameters], {
    stdio: ['ignore', 'inherit', 'pipe', 'pipe'],
  });
  const outcome: Outcome = { runs: 0, bytes: 0, heap: '' };
  let last = from;
  let stderr = '';
  let silent = false;
  const watch = (): NodeJS.Timeout =>
    setTimeout(() => {
      silent = true;
      child.kill('SIGKILL');
    }, SILENCE);
  let timer = watch();
  child.stderr!.on('data', (chunk: Buffer) => (stderr = `${stderr}${chunk.toString()}`.slice(-4_000)));
  const ended = new Promise<string>(resolve => child.once('close', (code, signal) => resolve(String(code ?? signal))));
  for await (const text of createInterface({ input: child.stdio[3] as Readable })) {
    clearTimeout(timer);
    timer = watch();
    const line = JSON.parse(text) as WorkerLine;
    if ('index' in line) last = line.index;
    else if ('result' in line) Object.assign(outcome, { ...line.result, heap: heapText(line.result.heap) });
    else Object.assign(outcome, { problem: line.finding.problem, input: Buffer.from(line.finding.input, 'base64') });
  }
  const end = await ended;
  clearTimeout(timer);
  if (end === '0') return outcome;
  const problem = silent ? `hang: no end after ${SILENCE} ms` : `crash: ended with ${end}\n${stderr}`;
  return { ...outcome, problem, input: inputOf(target, target.corpus(), seed, last) };
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);

const heapText = ({ first, last }: { first: number; last: number }): string =>
  first === 0 ? '' : `, ${megabytes(first)} → ${megabytes(last)} MB in use`;

async function fuzz(target: FuzzTarget, seed: number, runs: number, until: number): Promise<void> {
  const began = Date.now();
  let [done, bytes, heap] = [0, 0, ''];
  let outcome: Outcome | undefined;
  while (done < runs && Date.now() < until && outcome?.problem === undefined) {
    outcome = await round(target, seed, done, Math.min(ROUND, runs - done), until);
    done += outcome.runs;
    bytes += outcome.bytes;
    heap = outcome.heap || heap;
    if (outcome.runs === 0) break;
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  const state = outcome?.problem === undefined ? 'ok  ' : 'FAIL';
  console.log(
    `${state} ${target.name.padEnd(12)} seed ${seed}: ${done} inputs, ${megabytes(bytes)} MB, ${seconds} s${heap}`,
  );
  if (outcome?.problem === undefined || !outcome.input) return;
  process.exitCode = 1;
  console.log(
    `${outcome.problem}\n\nInput (${outcome.input.length} bytes): ${JSON.stringify(outcome.input.toString('latin1'))}\n`,
  );
  const folder = join(__dirname, '../fixtures/found/fuzz', target.name);
  mkdirSync(values.save === undefined ? join(__dirname, '../../out/fuzz') : folder, { recursive: true });
  const file =
    values.save === undefined ? join(__dirname, '../../out/fuzz', `${target.name}-${seed}`) : join(folder, values.save);
  writeFileSync(file, outcome.input);
  console.log(`Kept as ${file}. Run it again: npm run fuzz -- --target ${target.name} --replay ${file}`);
}

async function replay(file: string): Promise<void> {
  const problem = await runAlone(targetOf(values.target ?? ''), readFileSync(file));
  console.log(problem ?? 'No problem.');
  process.exitCode = problem === undefined ? 0 : 1;
}

async function main(): Promise<void> {
  if (values.replay !== undefined) return replay(values.replay);
  const chosen = values.target === undefined ? targets : [targetOf(values.target)];
  const seed = Number(values.seed);
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const runs = Number(values.runs ?? (minutes === undefined ? 1_000 : Infinity));
  console.log(`fuzz: seed ${seed}, ${minutes === undefined ? `${runs} inputs for each target` : `${minutes} minutes`}`);
  for (const target of chosen) {
    const left = minutes === undefined ? Infinity : (minutes * 60_000) / chosen.length;
    await fuzz(target, seed, runs, Date.now() + left);
  }
}

void main();
