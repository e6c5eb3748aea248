/** Finds changes on disk since the last call, since there is no editor that reports them. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { concernsPlatforms, sourceSyntaxOf } from '../workspace/fileNames';
import { MAX_FILES, MAX_FOLDERS } from '../workspace/indexer';
import { uriOfPath } from '../workspace/uri';

/** Skipped folders of other tools; in `.terraform`, only modules that `init` has installed are checked. */
const SKIPPED = /^(?:\.git|\.terraform|node_modules|__pycache__|venv)$/;
const INSTALLED = ['modules/modules.json', 'environment'];

export class SavedFiles {
  private files: ReadonlyMap<string, string>;

  /** @param roots absolute paths */
  constructor(private readonly roots: readonly string[]) {
    this.files = this.walk();
  }

  /** URIs of files and folders that were created, changed or deleted since the last call. */
  changes(): string[] {
    const now = this.walk();
    const changed: string[] = [];
    for (const [path, stamp] of now) if (this.files.get(path) !== stamp) changed.push(path);
    for (const path of this.files.keys()) if (!now.has(path)) changed.push(path);
    this.files = now;
    return changed.map(uriOfPath);
  }

  private walk(): Map<string, string> {
    const found = new Map<string, string>();
    const queue = [...this.roots];
    for (let folders = 0; queue.length > 0 && folders < MAX_FOLDERS && found.size < MAX_FILES; folders++) {
      const folder = queue.pop()!;
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (entry.name === '.terraform') for (const name of INSTALLED) note(found, join(path, name));
          else if (!SKIPPED.test(entry.name)) queue.push(path);
        } else if (entry.isSymbolicLink() || isOfInterest(entry.name)) note(found, path);
      }
    }
    return found;
  }
}

/** Files that platforms depend on, and the lock file of their providers. */
const isOfInterest = (name: string): boolean =>
  sourceSyntaxOf(name) !== undefined ||
  concernsPlatforms(name) ||
  name === '.terraform.lock.hcl' ||
  name.endsWith('.json');

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Detects a change by a file's size, its modification time in nanoseconds, and its identity. */
function note(found: Map<string, string>, path: string): void {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats) found.set(path, `${stats.mtimeNs}.${stats.ctimeNs}.${stats.size}.${stats.ino}`);
}
