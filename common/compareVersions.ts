/**
 * Compares two versions in the order of semantic versioning. A pre-release comes before its release; two pre-releases of one release are
 * equal.
 *
 * @param a for example `1.11.4`, `1.12.0-rc1`
 * @returns negative when `a` is older, 0 when equal, positive when newer.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes('-')) - Number(a.includes('-'));
}

function parts(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? '').split('.').map(Number);
}
