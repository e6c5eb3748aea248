/** The text of a log entry about an unexpected error, with the place in our code. */
export const failureText = (what: string, error: unknown): string =>
  `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
