/** Timestamps of files beside the configuration, read at most once per workspace revision. */
import type { FileSystem } from './fileSystem';

export class FileVersions {
  private revision = -1;
  private readonly versions = new Map<string, string | undefined>();

  constructor(
    private readonly fileSystem: FileSystem,
    /** Increases with every change of the workspace. */
    private readonly currentRevision: () => number,
  ) {}

  /** Changes whenever the file does; undefined for a missing file. */
  of(uri: string): string | undefined {
    const revision = this.currentRevision();
    if (revision !== this.revision) {
      this.versions.clear();
      this.revision = revision;
    }
    if (!this.versions.has(uri)) this.versions.set(uri, this.fileSystem.stamp(uri));
    return this.versions.get(uri);
  }
}
