/** What changed on disk since an agent asked before: nobody tells a program that has no editor. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { concernsPlatforms, sourceSyntaxOf } from '../workspace/fileNames';
import { MAX_FILES, MAX_FOLDERS } from '../workspace/indexer';
import { uriOfPath } from '../workspace/uri';

/** Folders of other tools; `.terraform` is looked at only for what `init` has installed. */
const SKIPPED = /^(?:\.git|\.terraform|node_modules|__pycache__|venv)$/;
const INSTALLED = ['modules/modules.json', 'environment'];

export class SavedFiles {
  private known: ReadonlyMap<string, string>;

  /** @param roots absolute paths */
  constructor(private readonly roots: readonly string[]) {
    this.known = this.walk();
  }

  /** URIs of files and folders that appeared, changed or vanished since the last call. */
  changes(): string[] {
    const now = this.walk();
    const changed: string[] = [];
    for (const [path, stamp] of now) if (this.known.get(path) !== stamp) changed.push(path);
    for (const path of this.known.keys()) if (!now.has(path)) changed.push(path);
    this.known = now;
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

/** What decides about a platform, and the lock file of its providers. */
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

/** Changes of a file's size, of its time in nanoseconds, and of what stands in its place. */
function note(found: Map<string, string>, path: string): void {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats) found.set(path, `${stats.mtimeNs}.${stats.ctimeNs}.${stats.size}.${stats.ino}`);
}
