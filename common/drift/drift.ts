/** Accepted drift as data: the entries of `*.drift.hcl` files that take known differences out of the count. */
import type { PlanRange } from '../plan/plan';

/** End of the names of files with accepted drift, in the folder of a platform. */
export const DRIFT_FILE_ENDING = '.drift.hcl';

/** Why a difference is accepted, and until when. */
export interface AcceptedDrift {
  readonly reason: string;
  /** The last day on which it is accepted: `2027-01-31`. */
  readonly until: string;
}

/** A resource that was changed or deleted outside of Terraform. */
export interface DriftedResource {
  readonly address: string;
  readonly isDeleted: boolean;
  /** Paths of all changed attributes; undefined if there are too many to list. */
  readonly paths?: readonly string[];
}

/** The drift of an environment. */
export interface CheckedDrift {
  readonly environment: string;
  readonly drift: readonly DriftedResource[];
}

/** Parameters of `kubestack/acceptedDrift`: which drift of a platform's checks its `*.drift.hcl` files accept. */
export interface AcceptedDriftParams {
  /** Folder of the platform. */
  uri: string;
  checks: readonly CheckedDrift[];
}
export interface AcceptedDriftResult {
  /** For each check, an element for each resource; null if it isn't accepted. */
  accepted: readonly (readonly (AcceptedDrift | null)[])[];
  /** Entries that accept nothing, although all of their environments were checked. */
  unused: readonly { readonly uri: string; readonly range: PlanRange }[];
}

/** Parameters of `kubestack/newDriftEntry`: requests the text of an entry that accepts drift. */
export interface NewDriftEntryParams extends AcceptedDrift {
  /** Folder of the platform. */
  uri: string;
  address: string;
  /** Omitted for all environments. */
  environments?: readonly string[];
  /** Omitted to accept everything, also if the resource is deleted. */
  arguments?: readonly string[];
}
export interface NewDriftEntryResult {
  /** The file that the text is appended to, or that is created. */
  uri: string;
  text: string;
}
