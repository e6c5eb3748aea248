import { StringDecoder } from 'node:string_decoder';

/** The longest line that is kept, in UTF-16 units: terraform writes one for each change, and lists no values in it. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Makes lines of the pieces of a UTF-8 stream. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  /** @returns the lines that this piece completes, without their line ends; of a line that is too long only its beginning. */
  push(chunk: Buffer): string[] {
    const text = this.decoder.write(chunk);
    const lines = text.includes('\n') ? (this.rest + text).split('\n') : [];
    this.rest = lines.pop() ?? (this.rest.length < LONGEST_LINE ? this.rest + text : this.rest);
    return lines;
  }

  /** @returns the last line, when no line end follows it. */
  end(): string[] {
    const rest = this.rest + this.decoder.end();
    this.rest = '';
    return rest === '' ? [] : [rest];
  }
}
