/** Compares counts with recorded ones, which are upper limits. */

/** By action, then by what is counted. */
export type Counts = Record<string, Record<string, number>>;

export interface ComparedCounts {
  /** One for each action: its name and its counts, with the limit if it is another number. */
  readonly rows: readonly (readonly string[])[];
  /** Whether a count exceeds its limit, or an action or a count has none. */
  readonly isWorse: boolean;
  /** Whether a count is below its limit, or a recorded one no longer exists. */
  readonly isOutdated: boolean;
}

export function comparedCounts(recorded: Counts, now: Counts): ComparedCounts {
  const differences: number[] = [];
  const rows = Object.entries(now).map(([action, counts]) => [
    action,
    ...Object.entries(counts).map(([what, count]) => {
      const limit = recorded[action]?.[what];
      if (limit === count) return String(count);
      differences.push(count - (limit ?? -1));
      return `${limit ?? 'none'} → ${count}`;
    }),
  ]);
  const isGone = Object.keys(recorded).some(action => !now[action]);
  return {
    rows,
    isWorse: differences.some(each => each > 0),
    isOutdated: isGone || differences.some(each => each < 0),
  };
}
