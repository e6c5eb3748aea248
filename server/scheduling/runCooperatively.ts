/**
 * The scheduler of long computations: each is a generator that yields after every small step, and runs in slices, at most one per turn of the
 * event loop. Messages are handled between slices, so a message waits for one slice at most.
 */
import { inNextTurn } from './eventLoop';

/** `asked`: a request waits for the result. `idle`: low-priority work that runs while no request is waiting. */
export type Priority = 'asked' | 'idle';

/** Length of a slice in milliseconds. A step that has started is finished. */
const SLICE_MS: Readonly<Record<Priority, number>> = { asked: 4, idle: 2 };
/** After a message, idle work pauses for this many milliseconds, since other messages often follow. */
const GRACE_MS = 5;
/** Long computations are delayed by a stream of messages, or by a long response, for at most this many milliseconds. */
const MAX_WAIT_MS = { asked: 10, idle: 50 } as const;

/**
 * Runs one slice of a computation.
 * @returns whether it is unfinished
 */
type Task = () => boolean;

const TASKS: Readonly<Record<Priority, Task[]>> = { asked: [], idle: [] };
let isScheduled = false;
/** Set while idle work waits for messages that may follow, or for the end of a response. */
let grace: ReturnType<typeof setTimeout> | undefined;
let messages = 0;
let lastMessage = -Infinity;
/** When the last slice ended or new work arrived. */
let lastSlice = -Infinity;
let isWriting = (): boolean => false;

/**
 * Idle work waits while a long response is written: a pipe takes one part of it per turn of the event loop.
 * @param isPending whether a part has not been written
 */
export function waitForOutput(isPending: () => boolean): void {
  isWriting = isPending;
}

/** Must be called for every message: messages in the queue go before the next slice. */
export function noteMessage(): void {
  messages++;
  lastMessage = performance.now();
}

/**
 * Runs a computation to its end unless it is no longer wanted; then the result is undefined.
 * @param work yields after each step, which should take a millisecond at most
 * @param isNeeded called before each slice
 * @throws what the computation throws
 */
export function runCooperatively<T>(
  work: Generator<unknown, T>,
  priority: Priority,
  isNeeded: () => boolean,
): Promise<{ result: T } | undefined> {
  return new Promise((resolve, reject) => {
    TASKS[priority].push(() => {
      try {
        if (!isNeeded()) {
          work.return(undefined as never);
          resolve(undefined);
          return false;
        }
        const end = performance.now() + SLICE_MS[priority];
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
 * A message that was read during a slice is handled in the turn after it, behind earlier callbacks, and the next message of the connection's queue
 * in the turn after that. So a slice waits until two turns have passed without a message.
 */
function wait(): void {
  const seen = messages;
  inNextTurn(() => inNextTurn(() => (seen === messages || isOverdue('asked') ? run() : wait())));
}

function isOverdue(priority: Priority): boolean {
  return performance.now() - lastSlice > MAX_WAIT_MS[priority];
}

function run(): void {
  if (TASKS.asked.length > 0) runSlice('asked');
  else if ((performance.now() - lastMessage < GRACE_MS || isWriting()) && !isOverdue('idle')) {
    grace = setTimeout(endGrace, GRACE_MS);
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
