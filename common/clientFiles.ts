/** Requests for reading files through the client. */
import type { ReadRefusal } from './refusal';

/** `kubestack/listFolders`, from the server to a client that serves files (`servesFiles` in protocol.ts). */
export interface ListFoldersParams {
  uris: string[];
}

/**
 * The content of a folder, the reason why it can't be listed, or null if it does not exist. `link` is a symbolic link to a file or folder.
 */
export type ListedFolder =
  { entries: { name: string; kind: 'file' | 'folder' | 'link' | 'special' }[] } | { refusal: ReadRefusal } | null;

/** One result for each URI, in the same order. */
export interface ListFoldersResult {
  folders: ListedFolder[];
}

/** `kubestack/readFiles`, from the server to a client that serves files. */
export interface ReadFilesParams {
  uris: string[];
  /** Maximum size of a file, in bytes. */
  limit: number;
}

/** The content of a file in Base64, the reason why it can't be read, or null if it does not exist. */
export type ReadFile = { content: string } | { refusal: ReadRefusal } | null;

/** One result for each URI, in the same order. */
export interface ReadFilesResult {
  files: ReadFile[];
}
