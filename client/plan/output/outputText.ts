/** Maximum size of output that is read as a whole (lists of workspaces, diagnostics), in bytes. The rest is dropped. */
const MAX_OUTPUT_LENGTH = 16 * 1024 * 1024;

export class OutputText {
  private readonly chunks: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer | string): void {
    const bytes = Buffer.from(chunk).subarray(0, MAX_OUTPUT_LENGTH - this.size);
    this.size += bytes.length;
    if (bytes.length > 0) this.chunks.push(bytes);
  }

  toString(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}
