// Repeats a failed start of the test environment, but never of the tested code.

/**
 * Starts VS Code, its window or a browser. If that fails, prints a message and tries once more, since such a failure is caused by the machine and not
 * by the extension.
 *
 * @throws the error of the second start
 */
export async function startOnceMore<T>(
  what: string,
  start: () => Promise<T>,
  log: (text: string) => void = console.error,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    log(`\n!!! ${what} DID NOT START, AND IS STARTED ONCE MORE: ${String(error)}\n`);
    return await start();
  }
}
