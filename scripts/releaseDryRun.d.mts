export interface Rehearsed {
  /** `job: step` */
  readonly name: string;
  /** What runs in place of the step; undefined if nothing does. */
  readonly command?: string;
  /** Why nothing runs. */
  readonly reason?: string;
}
export function rehearsal(workflow: string): Rehearsed[];
