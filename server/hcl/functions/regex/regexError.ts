/** A pattern Go's regexp package refuses: its words for the kind of problem, and the part of the pattern at fault. */
export class RegexError extends Error {
  constructor(
    readonly code: string,
    readonly expression: string,
  ) {
    super(`error parsing regexp: ${code}: \`${expression}\``);
    this.name = 'RegexError';
  }
}
