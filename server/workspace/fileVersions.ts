/** What the file system says of files beside the configuration, asked at most once for each state of the workspace. */
import type { FileSystem } from './fileSystem';

export class FileVersions {
  private revision = -1;
  private readonly known = new Map<string, string | undefined>();

  constructor(
    private readonly fileSystem: FileSystem,
    /** Grows with every change of the workspace. */
    private readonly currentRevision: () => number,
  ) {}

  /** Changes whenever the file does; undefined where there is none. */
  of(uri: string): string | undefined {
    const revision = this.currentRevision();
    if (revision !== this.revision) {
      this.known.clear();
      this.revision = revision;
    }
    if (!this.known.has(uri)) this.known.set(uri, this.fileSystem.stamp(uri));
    return this.known.get(uri);
  }
}
