/** The message of a thrown value, without its stack. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs what handles an event. @param report takes the message of a failure, which VS Code would only log as an unhandled rejection */
export async function handled(run: () => Promise<void>, report: (failure: string) => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    report(errorMessage(error));
  }
}
