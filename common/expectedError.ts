/** Errors that code expects and handles. */

/** V8 records as many lines of the stack as this says. */
const ENGINE = Error as { stackTraceLimit?: number | undefined };

/**
 * An error without a stack. `try` and conversions fail a hundred times for a platform's cluster, and recording the stack would take longer than the
 * rest of the evaluation.
 */
export class ExpectedError extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = ENGINE;
    ENGINE.stackTraceLimit = 0;
    super(message);
    ENGINE.stackTraceLimit = stackTraceLimit;
  }
}
