/** The last recorded ratios, with the machine on which they were measured. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Ratios } from './ratios';

/** All sizes, or only small ones with `--quick`. */
export type RecordedRun = 'full' | 'quick';

interface Recorded extends Readonly<Record<RecordedRun, Ratios>> {
  readonly machine: Readonly<Record<string, string | number>>;
}

const FILE = join(__dirname, 'recordedRatios.json');

export const recorded = (): Recorded => JSON.parse(readFileSync(FILE, 'utf8')) as Recorded;

/** Replaces the ratios of one kind of run. */
export function record(run: RecordedRun, ratios: Ratios): void {
  const now: Recorded = { ...recorded(), machine: thisMachine(), [run]: ratios };
  writeFileSync(FILE, `${JSON.stringify(now, undefined, 2)}\n`);
}

const thisMachine = (): Recorded['machine'] => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
  system: `${type()} ${release()}`,
  node: process.version,
});
