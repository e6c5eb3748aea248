import { StringDecoder } from 'node:string_decoder';

/** Maximum length of a line, in UTF-16 units. Longer lines are cut. */
const MAX_LINE_LENGTH = 16 * 1024 * 1024;

/** Splits a UTF-8 stream into lines. */
export class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  /** @returns the lines that this chunk completes, without line breaks; lines that are too long are cut. */
  push(chunk: Buffer): string[] {
    const text = this.decoder.write(chunk);
    const lines = text.includes('\n') ? (this.rest + text).split('\n') : [];
    this.rest = lines.pop() ?? (this.rest.length < MAX_LINE_LENGTH ? this.rest + text : this.rest);
    return lines;
  }

  /** @returns the last line, if no line break follows it. */
  end(): string[] {
    const rest = this.rest + this.decoder.end();
    this.rest = '';
    return rest === '' ? [] : [rest];
  }
}
