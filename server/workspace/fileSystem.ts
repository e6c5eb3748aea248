import type { ReadRefusal } from '../../common/refusal';

/** Larger files are never read: no configuration is that large, and one of them would stop everything else. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** The one door to files: Node's file system, or an editor's virtual one. URIs are normalized as in uri.ts. */
export interface FileSystem {
  /**
   * Content, or undefined where there is no file, or one that is refused.
   * @param limit larger files are refused; {@link MAX_FILE_BYTES} when left out
   */
  read(uri: string, limit?: number): Uint8Array | undefined;
  /** What a folder contains, or undefined where there is no folder, or one that is refused. */
  list(uri: string): FolderEntry[] | undefined;
  /** Kind of what is there, links followed; undefined also for what is refused. */
  kind(uri: string): 'file' | 'folder' | undefined;
  /** Changes whenever the file does; undefined where there is none. */
  stamp(uri: string): string | undefined;
  /** Whether a path leads outside the folders that may be read, whatever is there. */
  isOutside(uri: string): boolean;
  /** The URI behind all links, also of what is not there yet. */
  realUri(uri: string): string;
  /** Why something is not read although it exists; undefined for what can be read, and for what is not there. */
  refusal(uri: string, limit?: number): ReadRefusal | undefined;
}

export interface FolderEntry {
  readonly name: string;
  /** `special` is a pipe, a socket or a device. */
  readonly kind: 'file' | 'folder' | 'link' | 'special';
}
