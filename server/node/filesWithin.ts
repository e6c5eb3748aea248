import type { FileSystem } from '../workspace/fileSystem';
import { GatedFileSystem } from '../workspace/gatedFileSystem';
import { NodeFileSystem } from './nodeFileSystem';

/** The files of a folder, with a separate gate. @param folder URI */
export const filesWithin = (folder: string): FileSystem => new GatedFileSystem(new NodeFileSystem(), () => [folder]);
