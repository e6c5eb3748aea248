/** Thrown where the result can't be known without running terraform (a clock, a random value, a file outside the workspace). */
export class UnknownResultError extends Error {}
