import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A temporary folder for a test. Paths are relative to it, with "/" as separator. */
export class TemporaryFolder {
  private folder: string | undefined;

  /** @param files by path; null creates no folder yet */
  constructor(files: Files | null = {}) {
    if (files) this.create(files);
  }

  /** For the tests of a `describe`: each finds a new folder with these files in it. */
  static ofEachTest(files: Files = {}): TemporaryFolder {
    const folder = new TemporaryFolder(null);
    beforeEach(() => folder.create(files));
    afterEach(() => folder.delete());
    return folder;
  }

  /** For the tests of a `describe`, which share it. */
  static ofTests(files: Files = {}): TemporaryFolder {
    const folder = new TemporaryFolder(null);
    before(() => folder.create(files));
    after(() => folder.delete());
    return folder;
  }

  get path(): string {
    return this.folder ?? assert.fail('The folder is created when the tests run.');
  }

  private create(files: Files): void {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
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
    if (this.folder === undefined) return;
    rmSync(this.at(path), { recursive: true, force: true });
  }
}
