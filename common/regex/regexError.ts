/** Thrown for a pattern that Go's regexp package rejects, with Go's message and the invalid part of the pattern. */
export class RegexError extends Error {
  constructor(
    readonly code: string,
    readonly expression: string,
  ) {
    super(`error parsing regexp: ${code}: \`${expression}\``);
    this.name = 'RegexError';
  }
}
