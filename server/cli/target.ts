/** The file or folder in the arguments, and the folder that may be read because of it. */
import { t } from '../../common/localization';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { naturalRoot } from '../../common/node/naturalRoot';
import { refusalReason } from '../../common/refusal';
import { displayPath } from './displayPath';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { NodeFileSystem } from '../node/nodeFileSystem';
import { fsPathOf, parentOf, uriOfPath } from '../workspace/uri';
import { UsageError } from './readArguments';

export interface Target {
  readonly uri: string;
  readonly isFile: boolean;
  /** The folder itself, or the folder of the file. */
  readonly folderUri: string;
  /** The repository around it, or else the folder itself. Nothing outside of it is read. */
  readonly rootUri: string;
}

/** Whether the path exists. */
export const isThere = (path: string, currentFolder: string): boolean =>
  new NodeFileSystem().stamp(uriOfPath(resolve(currentFolder, path))) !== undefined;

/** @throws UsageError if the file or folder does not exist, or leads outside its apparent repository */
export function targetAt(path: string, currentFolder: string): Target {
  const fileSystem = new NodeFileSystem();
  const uri = uriOfPath(resolve(currentFolder, path));
  const kind = fileSystem.kind(uri);
  if (kind === undefined)
    throw new UsageError(
      isThere(path, currentFolder)
        ? t("{0} can't be read: {1}.", path, refusalReason('notRegular'))
        : t('{0}: there is no such file or folder.', path),
    );
  const folderUri = kind === 'file' ? parentOf(uri) : uri;
  const rootUri = uriOfPath(naturalRoot(fsPathOf(folderUri), homedir()));
  if (new GatedFileSystem(fileSystem, () => [rootUri]).isOutside(uri))
    throw new UsageError(
      t(
        "{0} can't be read: it is outside {1}. Use the path that the link points to.",
        path,
        displayPath(fsPathOf(rootUri), currentFolder),
      ),
    );
  return { uri, isFile: kind === 'file', folderUri, rootUri };
}
