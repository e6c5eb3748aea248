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
  /** Creation time in milliseconds since 1970, by the tagger's clock; 0 if it is unknown: a lightweight tag has none. */
  readonly taggedAt: number;
  /** Time of the commit of a lightweight tag. It orders tags, and doesn't say when one was created. */
  readonly committedAt?: number;
  /** Name of the tagger; '' if it is unknown: a lightweight tag has none. */
  readonly tagger: string;
  readonly message: string;
  /** False for a tag that exists only in this clone. True if the remote was not queried. */
  readonly isOnRemote: boolean;
}

/** The best known time for the order of tags. */
export const orderTime = ({ taggedAt, committedAt = 0 }: Pick<DeployTag, 'taggedAt' | 'committedAt'>): number =>
  taggedAt || committedAt;
