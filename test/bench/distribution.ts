/** Distribution of the times of many runs, in milliseconds. */
export interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** @throws RangeError if there are no times */
export function distributionOf(times: readonly number[]): Distribution {
  const sorted = [...times].sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: quantile(sorted, 1) };
}

export const median = (values: readonly number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

/** The smallest value for which a share of the values is not larger. */
function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError('There is nothing to measure.');
  return value;
}

/** Runs a function and measures its time. */
export async function timed<T>(action: () => Promise<T>): Promise<{ result: T; time: number }> {
  const start = performance.now();
  const result = await action();
  return { result, time: performance.now() - start };
}
