/**
 * Copies a list to release unused memory: a list that has grown has capacity for 16 more elements, and a large workspace has thousands of lists.
 */
export const trimList = <T>(list: readonly T[]): T[] => list.slice();
