// A second chance for what the tests run in, never for what they test.

/**
 * Starts VS Code, its window or a browser, and when that fails, once more, after a line that nobody overlooks: a program that the machine did not start says
 * nothing about the extension.
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
