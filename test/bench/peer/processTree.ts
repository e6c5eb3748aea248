/** What a process uses together with the programs that it starts, as the operating system counts it. Linux only: it is read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of a process and all below it. */
export interface TreeUsage {
  /** Bytes. */
  readonly resident: number;
  /** Without what is a file's: a program's own text is shared by all processes that run it. */
  readonly unshared: number;
  /** Milliseconds since each began, those of programs that have ended included; in steps of ten. */
  readonly processorTime: number;
  /** Those below it. */
  readonly children: readonly number[];
}

/** Linux counts processor time in hundredths of a second, memory of `statm` in pages. */
const TICK = 10;
const PAGE = 4096;

/** @returns undefined when the process has ended */
export function treeUsage(process: number): TreeUsage | undefined {
  const own = usageOf(process);
  if (!own) return undefined;
  const children = childrenOf(process);
  const below = children.flatMap(child => treeUsage(child) ?? []);
  const sum = (of: (usage: Omit<TreeUsage, 'children'>) => number): number =>
    below.reduce((total, usage) => total + of(usage), of(own));
  return {
    resident: sum(each => each.resident),
    unshared: sum(each => each.unshared),
    processorTime: sum(each => each.processorTime),
    children: [...children, ...below.flatMap(each => each.children)],
  };
}

function usageOf(process: number): Omit<TreeUsage, 'children'> | undefined {
  const [, resident, shared] = read(`/proc/${process}/statm`)?.split(' ').map(Number) ?? [];
  const ticks = read(`/proc/${process}/stat`);
  if (resident === undefined || shared === undefined || ticks === undefined) return undefined;
  return { resident: resident * PAGE, unshared: (resident - shared) * PAGE, processorTime: ticksOf(ticks) * TICK };
}

/**
 * Processor time in a line of /proc/…/stat: the process's own, and that of children it has waited for.
 * @param line the name in it may have spaces and brackets
 */
export function ticksOf(line: string): number {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** Children are kept by the thread that started them. */
function childrenOf(process: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${process}/task`);
  } catch {
    return [];
  }
  return threads.flatMap(thread =>
    (read(`/proc/${process}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

/** Processes end at any time. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
