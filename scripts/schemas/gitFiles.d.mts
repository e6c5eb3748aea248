export interface GitFile {
  readonly id: string;
  readonly text: string;
}

export function git(clone: string, args: readonly string[], input?: string): Buffer;
export function filesAt(
  clone: string,
  refs: readonly string[],
  wanted: (path: string) => boolean,
): Map<string, Map<string, GitFile>>;
