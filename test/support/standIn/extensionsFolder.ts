// Creates a folder with the extension under test and other extensions. VS Code's test driver accepts one folder, with one extension or several.
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface ExtensionsFolder {
  folder: string;
  remove(): void;
}

/**
 * @param extension absolute path of the extension under test
 * @param beside absolute paths of other extensions, whose folders are named after their ids
 * @returns the folder of the extension itself if there are no others
 */
export function extensionsFolder(extension: string, beside: readonly string[]): ExtensionsFolder {
  if (beside.length === 0) return { folder: extension, remove: () => {} };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'extensions-')));
  // VS Code registers installed extensions in the order of their names, so the links are named in that order.
  symlinkSync(extension, join(folder, 'vscode-kubestack.kubestack'));
  for (const other of beside) symlinkSync(other, join(folder, basename(other)));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
