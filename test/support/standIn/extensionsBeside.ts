// A folder with the extension under test and others beside it: VS Code's driver takes one folder, of one extension or of several.
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface ExtensionsFolder {
  folder: string;
  remove(): void;
}

/**
 * @param extension absolute path of the extension under test
 * @param beside absolute paths of others, whose folders are named by their ids
 * @returns the extension's own folder when there are no others
 */
export function extensionsBeside(extension: string, beside: readonly string[]): ExtensionsFolder {
  if (beside.length === 0) return { folder: extension, remove: () => {} };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'extensions-')));
  // Installed extensions are registered in the order of their names, and so are these.
  symlinkSync(extension, join(folder, 'vscode-kubestack.kubestack'));
  for (const other of beside) symlinkSync(other, join(folder, basename(other)));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
