/** The context for creating items of the plan tree. */
import type { PlanFilter } from './planFilter';

/** The context for creating items. */
export interface PlanTreeContext {
  filter: PlanFilter;
  /** Formats a time of day in the user's locale. */
  time: (milliseconds: number) => string;
  /** Formats a day and a time in the user's locale. */
  dateTime: (milliseconds: number) => string;
  /** Formats the path of a file for the user. */
  path: (file: string) => string;
}
