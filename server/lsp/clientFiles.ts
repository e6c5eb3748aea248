/** Reads files through the client. Its answers are untrusted data. */
import type { Connection } from 'vscode-languageserver';
import { fromBase64 } from '../../common/bytes';
import type {
  ListedFolder,
  ListFoldersParams,
  ListFoldersResult,
  ReadFile,
  ReadFilesParams,
  ReadFilesResult,
} from '../../common/clientFiles';
import { Method } from '../../common/protocol';
import type { FileSource } from '../workspace/fileMirror';
import type { FileBytes, FolderListing } from '../workspace/mirroredFileSystem';

export const clientFiles = (connection: Connection): FileSource => ({
  together: 200,
  list: async uris => {
    const params: ListFoldersParams = { uris: [...uris] };
    const { folders } = await connection.sendRequest<ListFoldersResult>(Method.listFolders, params);
    return folders.map(listingOf);
  },
  read: async (uris, limit) => {
    const params: ReadFilesParams = { uris: [...uris], limit };
    const { files } = await connection.sendRequest<ReadFilesResult>(Method.readFiles, params);
    return files.map(bytesOf);
  },
});

function listingOf(folder: ListedFolder): FolderListing {
  if (folder === null) return undefined;
  // A name must be one path segment.
  return 'entries' in folder ? folder.entries.filter(({ name }) => isName(name)) : { refusal: folder.refusal };
}

const isName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\\]/.test(name);

const bytesOf = (file: ReadFile): FileBytes =>
  file === null ? undefined : 'content' in file ? fromBase64(file.content) : { refusal: file.refusal };
