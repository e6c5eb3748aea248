/** A tag that deploys a commit to an environment. */
export interface DeployTag {
  readonly name: string;
  readonly environment: string;
  /** The part after the environment: `2026-11-20-0`. */
  readonly id: string;
  /** Full hash of the tagged commit. */
  readonly commit: string;
  /** Hash of the tag object; for a lightweight tag, of the commit. */
  readonly object: string;
  /** Creation time in milliseconds since 1970, by the tagger's clock; for a lightweight tag, that of the commit. */
  readonly taggedAt: number;
  /** Name of the tagger. */
  readonly tagger: string;
  readonly message: string;
  /** False for a tag that exists only in this clone. True if the remote was not queried. */
  readonly isOnRemote: boolean;
}
