/** The requests by which a server reads files through its client. */
import type { ReadRefusal } from './refusal';

/** `kubestack/listFolders`, from the server to a client that serves files (`servesFiles` in protocol.ts). */
export interface ListFoldersParams {
  uris: string[];
}

/** What a folder contains, why it is not listed, or null where there is no folder. `link` is a symbolic link, wherever it leads. */
export type ListedFolder =
  { entries: { name: string; kind: 'file' | 'folder' | 'link' | 'special' }[] } | { refusal: ReadRefusal } | null;

/** One for each URI, in the same order. */
export interface ListFoldersResult {
  folders: ListedFolder[];
}

/** `kubestack/readFiles`, likewise. */
export interface ReadFilesParams {
  uris: string[];
  /** Larger files are refused, in bytes. */
  limit: number;
}

/** The content of a file in Base64, why it is not read, or null where there is no file. */
export type ReadFile = { content: string } | { refusal: ReadRefusal } | null;

/** One for each URI, in the same order. */
export interface ReadFilesResult {
  files: ReadFile[];
}
