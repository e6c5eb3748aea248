/** Reports long work, so that users see that it continues. */

const MINUTE = 60_000;

/**
 * Prints what is done, and again every minute until it is finished.
 *
 * @param interval in milliseconds
 */
export async function reported<T>(
  what: string,
  work: () => Promise<T>,
  print: (line: string) => void = console.log,
  interval = MINUTE,
): Promise<T> {
  let count = 0;
  print(`${what}…`);
  const timer = setInterval(() => print(`${what}… (${++count} min)`), interval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
