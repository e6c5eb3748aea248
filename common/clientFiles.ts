/** The requests by which a server reads files through its client. */
import type { ReadRefusal } from './refusal';

/** `kubestack/listFolders`, from the server to a client that serves files (`servesFiles` in protocol.ts). */
export interface ListFoldersParams {
  uris: string[];
}

/**
 * The content of a folder, the reason why it is not listed, or null if there is no folder. `link` is a symbolic link, whatever it leads to.
 */
export type ListedFolder =
  { entries: { name: string; kind: 'file' | 'folder' | 'link' | 'special' }[] } | { refusal: ReadRefusal } | null;

/** One for each URI, in the same order. */
export interface ListFoldersResult {
  folders: ListedFolder[];
}

/** `kubestack/readFiles`, from the server to a client that serves files. */
export interface ReadFilesParams {
  uris: string[];
  /** Largest file that is read, in bytes. */
  limit: number;
}

/** The content of a file in Base64, the reason why it is not read, or null if there is no file. */
export type ReadFile = { content: string } | { refusal: ReadRefusal } | null;

/** One for each URI, in the same order. */
export interface ReadFilesResult {
  files: ReadFile[];
}
