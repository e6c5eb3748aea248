/** Runs the inputs of one target in this process. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { minimizeBytes } from './minimize';
import { mutated } from './mutate';
import { Random } from './random';
import type { FuzzSession, FuzzTarget } from './target';

/** A failing input, minimized. */
export interface Finding {
  readonly target: string;
  /** Number of the input, from which it can be generated again with the seed. */
  readonly index: number;
  readonly problem: string;
  readonly input: Buffer;
}

export interface RunOptions {
  readonly seed: number;
  /** Number of inputs to run. */
  readonly runs: number;
  /** Number of the first input; 0 by default. */
  readonly from?: number;
  /** Time after which no further input starts, in milliseconds since 1970. */
  readonly until?: number;
  /** Processor time in milliseconds above which an input counts as hanging; {@link HANG} by default. */
  readonly hang?: number;
  /** Called before each input, so that a hanging one can be identified. */
  readonly onInput?: (index: number) => void;
}

export interface RunResult {
  runs: number;
  bytes: number;
  /** Bytes in use after garbage collection, at the first and the last check. */
  heap: { first: number; last: number };
  finding?: Finding;
}

/** Processor time in milliseconds above which an input counts as hanging. */
export const HANG = 2_000;
/** Number of inputs between two memory checks. The first check is after as many inputs, when caches are full. */
const BETWEEN = 400;
/** Maximum growth of memory since the first check. Caches are limited, so larger growth means that memory grows with the inputs. */
const GROWTH = 48 * 1024 * 1024;

/** Generates the input with a number. The first inputs are the unchanged corpus. */
export function inputOf(target: FuzzTarget, corpus: readonly Buffer[], seed: number, index: number): Buffer {
  return (
    corpus[index] ?? mutated(target, corpus, new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)))
  );
}

export async function runTarget(target: FuzzTarget, options: RunOptions): Promise<RunResult> {
  const { seed, runs, from = 0, until = Infinity, hang = HANG, onInput } = options;
  const corpus = target.corpus();
  const result: RunResult = { runs: 0, bytes: 0, heap: { first: 0, last: 0 } };
  let session = await target.open();
  try {
    for (let index = from; result.runs < runs && Date.now() < until; index++) {
      const input = inputOf(target, corpus, seed, index);
      onInput?.(index);
      const problem = await problemOf(session, input, hang);
      result.runs++;
      result.bytes += input.length;
      if (problem !== undefined) {
        result.finding = await smallest(target, { target: target.name, index, problem, input }, hang);
        return result;
      }
      if (target.reopenAfter !== undefined && result.runs % target.reopenAfter === 0) {
        await session.close();
        session = await target.open();
      }
      const growth = result.runs % BETWEEN === 0 ? grown(result) : undefined;
      if (growth !== undefined) {
        result.finding = { target: target.name, index, problem: growth, input };
        return result;
      }
    }
  } finally {
    await session.close();
  }
  return result;
}

/** Runs an input in a separate session. @returns the failure */
export async function runAlone(target: FuzzTarget, input: Buffer, hang = HANG): Promise<string | undefined> {
  const session = await target.open();
  try {
    return await problemOf(session, input, hang);
  } finally {
    await session.close();
  }
}

async function problemOf(session: FuzzSession, input: Buffer, hang: number): Promise<string | undefined> {
  const before = process.cpuUsage();
  try {
    await session.run(input);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(before);
  const milliseconds = Math.round((user + system) / 1000);
  return milliseconds > hang ? `hang: computed for ${milliseconds} ms` : undefined;
}

/** Normalizes a failure: the first words of the message, and the location. */
export const kindOf = (problem: string): string =>
  problem
    .split('\n')
    .slice(0, 4)
    .join(' ')
    .replace(/"[^"]*"|'[^']*'|\d+/g, '')
    .slice(0, 200);

async function smallest(target: FuzzTarget, finding: Finding, hang: number): Promise<Finding> {
  const kind = kindOf(finding.problem);
  const isHang = finding.problem.startsWith('hang');
  let { problem } = finding;
  const fails = async (shorter: Buffer): Promise<boolean> => {
    const found = await runAlone(target, shorter, hang);
    if (found === undefined || kindOf(found) !== kind) return false;
    problem = found;
    return true;
  };
  // A failure that depends on earlier inputs is not minimized.
  if (!(await fails(finding.input)))
    return { ...finding, problem: `${finding.problem}\n(only after the inputs before it)` };
  const input = await minimizeBytes(finding.input, fails, isHang ? 40 : 600);
  return { ...finding, input, problem };
}

let collect: (() => void) | undefined;

/** @returns a failure if more memory is in use than at the first check */
function grown({ heap }: RunResult): string | undefined {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  const { heapUsed, external } = process.memoryUsage();
  heap.last = heapUsed + external;
  heap.first ||= heap.last;
  const megabytes = Math.round((heap.last - heap.first) / 1024 / 1024);
  return heap.last > heap.first + GROWTH ? `growth: ${megabytes} MB since the first look` : undefined;
}
