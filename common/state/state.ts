/** The states of environments as data, as far as files and Git tell. */

export interface EnvironmentState {
  readonly environment: string;
  /** The commit of the main branch. */
  readonly committed?: string;
  /** What was promoted last; absent before the first promotion. Git doesn't tell whether a pipeline has applied it. */
  readonly desired?: {
    readonly commit: string;
    /** Absent for the first environment, to which the main branch is applied. */
    readonly tag?: string;
    /** Time of the promotion in RFC 3339, by the clock of the tagger. It and the person are unknown for a lightweight tag. */
    readonly at?: string;
    readonly by?: string;
    /** Set if the tag is on a commit that isn't on the main branch. */
    readonly isOnMain?: false;
  };
  /** Entries of `*.drift.hcl` files: those in force, and expired ones. */
  readonly acceptedDrift: { readonly inForce: number; readonly expired: number };
}

export interface PlatformState {
  /** Folder of the platform. */
  readonly platform: string;
  readonly mainBranch: string;
  readonly environments: readonly EnvironmentState[];
}
