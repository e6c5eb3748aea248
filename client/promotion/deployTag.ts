/** A tag that deploys a commit to an environment. */
export interface DeployTag {
  readonly name: string;
  readonly environment: string;
  /** What comes after the environment: `2026-11-20-0`. */
  readonly id: string;
  /** Full hash of the commit that it points at. */
  readonly commit: string;
  /** Hash of the tag itself; the commit's where it is not annotated. */
  readonly object: string;
  /** When it was made, in milliseconds since 1970, by the tagger's clock; of the commit where it is not annotated. */
  readonly taggedAt: number;
  /** Who made it. */
  readonly tagger: string;
  readonly message: string;
  /** False for a tag that only this clone has. True if the remote was not queried. */
  readonly isOnRemote: boolean;
}
