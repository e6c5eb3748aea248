/** Accepted drift as data: the entries of `*.drift.hcl` files that take known differences out of the count. */

/** Why a difference is accepted, and until when. */
export interface AcceptedDrift {
  readonly reason: string;
  /** The last day on which it is accepted: `2027-01-31`. */
  readonly until: string;
}
