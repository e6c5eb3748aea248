/** Arguments that make no sense, or input that can't be read: the command line prints the message and ends with status 2. */
export class UsageError extends Error {}
