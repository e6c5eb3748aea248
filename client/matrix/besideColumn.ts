/** Where code opens beside a page. */

/**
 * The editor group that is already open beside a page, so that no further one is created.
 *
 * @param own column of the page
 * @param open columns of all groups
 * @returns the next group to the right, otherwise the next one to the left; undefined if the page's group is the only one
 */
export function besideColumn(own: number | undefined, open: readonly number[]): number | undefined {
  const columns = [...open].sort((a, b) => a - b);
  return columns.find(column => column > (own ?? 0)) ?? columns.findLast(column => column < (own ?? 0));
}
