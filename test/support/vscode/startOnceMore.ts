// A second chance for what the tests run in, never for what they test.

/**
 * Starts VS Code, its window or a browser. When that fails, prints a clear message and tries once more: a start that fails because of the
 * machine is no fault of the extension.
 *
 * @throws what the second start throws
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
