/** Thrown by a file system that contains a file but can't get its content now. No value can stand in for it, so the evaluation ends. */
export class UnavailableFileError extends Error {}
