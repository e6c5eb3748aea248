/**
 * A list that is kept, in as little memory as it needs: one that has grown has room for sixteen more, and there are thousands in a large
 * workspace.
 */
export const trimList = <T>(list: readonly T[]): T[] => list.slice();
