/** Measures the resources of a process and its child processes, as reported by the operating system. Linux only: it reads /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Sums over a process and its descendants. */
export interface TreeUsage {
  /** Bytes. */
  readonly resident: number;
  /** Without file mappings, since processes of the same program share its code. */
  readonly unshared: number;
  /** Processor time since each process started, in milliseconds (in steps of ten), including descendants that have ended. */
  readonly processorTime: number;
  /** Descendants of the process. */
  readonly children: readonly number[];
}

/** Linux reports processor time in hundredths of a second, and the memory in `statm` in pages. */
const TICK = 10;
const PAGE = 4096;

/** @returns undefined if the process has ended */
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
 * Processor time in a line of /proc/…/stat: that of the process itself, and of ended children.
 * @param line the name in it can contain spaces and brackets
 */
export function ticksOf(line: string): number {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** Children are listed by the thread that started them. */
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

/** A process can end at any time. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
