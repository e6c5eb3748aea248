/** The one door to files: Node's file system, or an editor's virtual one. URIs are normalized as in uri.ts. */
export interface FileSystem {
  /** Content, or undefined where there is no readable file. */
  read(uri: string): Uint8Array | undefined;
  /** What a folder contains, or undefined where there is no readable folder. */
  list(uri: string): FolderEntry[] | undefined;
  /** Kind of what is there, links followed. */
  kind(uri: string): 'file' | 'folder' | undefined;
  /** Changes whenever the file does; undefined where there is none. */
  stamp(uri: string): string | undefined;
  /** The URI behind all links; the same URI where there are none. */
  realUri(uri: string): string;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}
