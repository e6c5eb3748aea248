/** Finds line starts during a forward scan of a text, and reads each line once. Offsets are UTF-16 code units. */

export class LineStarts {
  private start: number;
  /** Offset of the line's end; the text's length in the last line. */
  private end: number;
  private indent: number;

  /** @param from offset at which the scan begins */
  constructor(
    private readonly text: string,
    from: number,
  ) {
    this.start = text.lastIndexOf('\n', from - 1) + 1;
    this.end = this.endFrom(this.start);
    this.indent = this.indentFrom(this.start);
  }

  /** Offset of the line's first character. @param offset must not decrease between calls */
  startOf(offset: number): number {
    while (offset > this.end) {
      this.start = this.end + 1;
      this.end = this.endFrom(this.start);
      this.indent = this.indentFrom(this.start);
    }
    return this.start;
  }

  /** Number of spaces and tabs at the start of the line. */
  indentOf(offset: number): number {
    this.startOf(offset);
    return this.indent;
  }

  /** Whether only spaces and tabs precede the offset on its line. */
  isFirst(offset: number): boolean {
    return this.startOf(offset) + this.indent >= offset;
  }

  private endFrom(start: number): number {
    const at = this.text.indexOf('\n', start);
    return at < 0 ? this.text.length : at;
  }

  private indentFrom(start: number): number {
    let at = start;
    while (this.text[at] === ' ' || this.text[at] === '\t') at++;
    return at - start;
  }
}
