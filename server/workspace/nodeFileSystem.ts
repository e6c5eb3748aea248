/** Node's file system behind {@link FileSystem}. Whatever can't be read is absent. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { URI } from 'vscode-uri';
import type { FileSystem, FolderEntry } from './fileSystem';

/** Larger files are not read: no configuration is, and one of them would stop everything else. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

export class NodeFileSystem implements FileSystem {
  read(uri: string): Uint8Array | undefined {
    return attempt(uri, path => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() && stat.size <= MAX_FILE_BYTES ? new Uint8Array(readFileSync(path)) : undefined;
    });
  }

  list(uri: string): FolderEntry[] | undefined {
    return attempt(uri, path =>
      readdirSync(path, { withFileTypes: true }).flatMap((entry): FolderEntry[] => {
        if (entry.isSymbolicLink()) return [{ name: entry.name, kind: 'link' }];
        if (entry.isDirectory()) return [{ name: entry.name, kind: 'folder' }];
        return entry.isFile() ? [{ name: entry.name, kind: 'file' }] : [];
      }),
    );
  }

  kind(uri: string): 'file' | 'folder' | undefined {
    return attempt(uri, path => {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory()) return 'folder';
      return stat?.isFile() ? 'file' : undefined;
    });
  }

  stamp(uri: string): string | undefined {
    return attempt(uri, path => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    });
  }

  realUri(uri: string): string {
    return attempt(uri, path => URI.file(realpathSync(path)).toString()) ?? uri;
  }
}

function attempt<T>(uri: string, action: (path: string) => T | undefined): T | undefined {
  try {
    // Not every text is a URI.
    const parsed = URI.parse(uri);
    return parsed.scheme === 'file' ? action(parsed.fsPath) : undefined;
  } catch {
    return undefined;
  }
}
