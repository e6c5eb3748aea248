import type { ReadRefusal } from '../../common/refusal';

/** Larger files are never read: no configuration is that large, and reading one would block everything else. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** The only access to files: Node's file system or an editor's virtual one. URIs are normalized as in uri.ts. */
export interface FileSystem {
  /**
   * Content; undefined if the file is missing or rejected.
   * @param limit larger files are rejected; {@link MAX_FILE_BYTES} by default
   */
  read(uri: string, limit?: number): Uint8Array | undefined;
  /** The entries of a folder; undefined if it is missing or rejected. */
  list(uri: string): FolderEntry[] | undefined;
  /** The kind of a path with links resolved; undefined also for rejected paths. */
  kind(uri: string): 'file' | 'folder' | undefined;
  /** Changes whenever the file does; undefined for a missing file. */
  stamp(uri: string): string | undefined;
  /** Whether a path leads outside the folders that may be read, existing or not. */
  isOutside(uri: string): boolean;
  /** The URI with all links resolved, also of a missing path. */
  realUri(uri: string): string;
  /** The reason why an existing path is not read; undefined for readable and for missing ones. */
  refusal(uri: string, limit?: number): ReadRefusal | undefined;
}

export interface FolderEntry {
  readonly name: string;
  /** `special` is a pipe, a socket or a device. */
  readonly kind: 'file' | 'folder' | 'link' | 'special';
}
