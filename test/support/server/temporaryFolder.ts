import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A temporary folder for a test. Paths are relative to it, with "/" as separator. */
export class TemporaryFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  at(path: string): string {
    return join(this.path, path);
  }

  uri(path = ''): string {
    return pathToFileURL(this.at(path)).href;
  }

  /** Writes a file, and creates missing folders. @returns its URI */
  write(path: string, content: string | Uint8Array): string {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
    return this.uri(path);
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  delete(path = ''): void {
    rmSync(this.at(path), { recursive: true, force: true });
  }
}
