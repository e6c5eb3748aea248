/** Work that nobody waits for: however much there is of it, it takes only a little of each turn of the event loop. */

/** Milliseconds of a turn: whoever asks something meanwhile waits a turn or two. */
const SLICE = 4;

const waiting: (() => void)[] = [];

/** Resolves in a turn of the event loop that no other background work has a part of. */
function turn(): Promise<void> {
  return new Promise(resolve => {
    if (waiting.push(resolve) === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

/**
 * Runs a computation to its end, unless it is no longer wanted: then undefined.
 * @param work pauses at each of its steps, which are about as long as a slice at the most
 * @param isWanted asked before each slice
 */
export async function inBackground<T>(
  work: Generator<unknown, T>,
  isWanted: () => boolean,
): Promise<{ result: T } | undefined> {
  for (;;) {
    await turn();
    if (!isWanted()) return undefined;
    for (const end = performance.now() + SLICE; performance.now() < end;) {
      const step = work.next();
      if (step.done === true) return { result: step.value };
    }
  }
}
