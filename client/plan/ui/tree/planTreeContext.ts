/** What the items of the plan tree are built with. */
import type { PlanFilter } from './planFilter';
import type { Localize } from '../../../core/localize';

/** What the items are built with. */
export interface PlanTreeContext {
  filter: PlanFilter;
  /** Time of day of a moment, in the user's way. */
  time: (milliseconds: number) => string;
  /** Path of a file as a person knows it. */
  path: (file: string) => string;
  t: Localize;
}
