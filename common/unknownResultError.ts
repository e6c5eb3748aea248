/** Thrown if a result is unknown without running terraform: the current time, a random value, a file outside the workspace. */
export class UnknownResultError extends Error {}

/** Thrown by a file system that contains a file but can't get its content now. No value can stand in for it, so the evaluation ends. */
export class UnavailableFileError extends Error {}
