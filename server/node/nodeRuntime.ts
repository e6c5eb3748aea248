/** The language server in Node: its assets are files next to the bundle, and it reads the disk itself. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { naturalRoot } from '../../common/node/naturalRoot';
import type { ServerRuntime } from '../session';
import type { FileSystem } from '../workspace/fileSystem';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { fsPathOf, uriOfPath } from '../workspace/uri';
import { NodeFileSystem } from './nodeFileSystem';

/** @param assets folder with the assets */
export const nodeRuntime = (assets: string): ServerRuntime => ({
  readAsset: name => new Uint8Array(readFileSync(join(assets, name))),
  disk: new NodeFileSystem(),
  rootAround: folder => (folder.startsWith('file:') ? uriOfPath(naturalRoot(fsPathOf(folder), homedir())) : folder),
});

/** The files of a folder, with a separate gate. @param folder URI */
export const filesWithin = (folder: string): FileSystem => new GatedFileSystem(new NodeFileSystem(), () => [folder]);
