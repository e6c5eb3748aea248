/**
 * The scheduler of long computations: each is a generator that pauses after every small step, and gets a slice of some turns of the event
 * loop. Messages are handled between slices, so a slice is the longest that a message waits.
 */
import { inNextTurn } from './eventLoop';

/** `asked`: somebody waits for the result. `idle`: nobody does; such work runs while nothing is asked. */
export type Priority = 'asked' | 'idle';

/** The length of a slice in milliseconds. A step that is begun in it is finished. */
const SLICE: Readonly<Record<Priority, number>> = { asked: 4, idle: 2 };
/** For so long after a message idle work lets the ones that often follow it go first, in milliseconds. */
const GRACE = 5;
/** Messages that keep coming hold up long computations for so long at the most, in milliseconds. */
const MAX_WAIT = { asked: 10, idle: 50 } as const;

/** Runs one slice of a computation. @returns whether there is more of it */
type Task = () => boolean;

const TASKS: Readonly<Record<Priority, Task[]>> = { asked: [], idle: [] };
let isScheduled = false;
/** Set while idle work waits for messages that may follow the last one. */
let grace: ReturnType<typeof setTimeout> | undefined;
let messages = 0;
let lastMessage = -Infinity;
/** When the last slice ended, or there was something to do again. */
let lastSlice = -Infinity;

/** To be called for every message: what waits in the queue behind it goes before the next slice. */
export function noteMessage(): void {
  messages++;
  lastMessage = performance.now();
}

/**
 * Runs a computation to its end, unless it is no longer wanted: then the result is undefined.
 * @param work pauses after each step; a step takes a millisecond at the most
 * @param isWanted asked before each slice
 * @throws what the computation throws
 */
export function runCooperatively<T>(
  work: Generator<unknown, T>,
  priority: Priority,
  isWanted: () => boolean,
): Promise<{ result: T } | undefined> {
  return new Promise((resolve, reject) => {
    TASKS[priority].push(() => {
      try {
        if (!isWanted()) {
          work.return(undefined as never);
          resolve(undefined);
          return false;
        }
        const end = performance.now() + SLICE[priority];
        do {
          const step = work.next();
          if (step.done !== true) continue;
          resolve({ result: step.value });
          return false;
        } while (performance.now() < end);
        return true;
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return false;
      }
    });
    schedule();
    if (priority === 'asked' && grace) endGrace();
  });
}

function schedule(): void {
  if (isScheduled || TASKS.asked.length + TASKS.idle.length === 0) return;
  isScheduled = true;
  lastSlice = performance.now();
  wait();
}

/**
 * A message that was read while a slice ran is handled in the turn after it, behind what was scheduled before; the next message of the
 * connection's queue in the turn after that. So a slice waits until two turns have passed without one.
 */
function wait(): void {
  const seen = messages;
  inNextTurn(() => inNextTurn(() => (seen === messages || isOverdue('asked') ? run() : wait())));
}

function isOverdue(priority: Priority): boolean {
  return performance.now() - lastSlice > MAX_WAIT[priority];
}

function run(): void {
  if (TASKS.asked.length > 0) runSlice('asked');
  else if (performance.now() - lastMessage < GRACE && !isOverdue('idle')) {
    grace = setTimeout(endGrace, GRACE);
    return;
  } else runSlice('idle');
  isScheduled = false;
  schedule();
}

function endGrace(): void {
  clearTimeout(grace);
  grace = undefined;
  wait();
}

function runSlice(priority: Priority): void {
  const task = TASKS[priority].shift();
  if (task?.() === true) TASKS[priority].push(task);
}
