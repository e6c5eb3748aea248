/** Invalid arguments or unreadable input: the command line prints the message and exits with status 2. */
export class UsageError extends Error {}
