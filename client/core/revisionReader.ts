/** Reads the files of platforms at a revision: with Git, or through a file system that has revisions. */
export interface RevisionReader {
  /** @param platform URI of its folder. @returns whether it supports that platform */
  reads(platform: string): boolean;
  /** @throws if the revision can't be read */
  read(platform: string, revision: string): Promise<Record<string, string>>;
}
