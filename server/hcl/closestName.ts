/** "Did you mean …?" suggestions for misspelled names. */

/** Limits on the length of a name and on the number of names that are compared. */
const MAX_LENGTH = 64;
const MAX_NAMES = 500;

/** The name most similar to `given`, ignoring case; undefined if none is similar enough. */
export function closestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > MAX_LENGTH) return undefined;
  const wanted = given.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(given.length / 3)) + 1;
  for (const name of names.slice(0, MAX_NAMES)) {
    if (Math.abs(name.length - given.length) >= bestDistance) continue;
    const distance = editDistance(wanted, name.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The number of insertions, deletions, replacements and swaps of neighboring characters that turn one string into the other.
 * @param enough the computation stops at this distance; the result is then at least this number
 */
function editDistance(a: string, b: string, enough: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  let lastLeast = 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    // The next row depends on this row and the one before it.
    if (Math.min(least, lastLeast + 1) >= enough) return enough;
    lastLeast = least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
