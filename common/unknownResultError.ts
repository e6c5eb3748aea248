/** Thrown if a result is unknown without running terraform: the current time, a random value, a file outside the workspace. */
export class UnknownResultError extends Error {}
