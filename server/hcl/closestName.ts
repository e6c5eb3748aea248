/** "Did you mean …?" */

/** Longer names are not compared, and of more names only the first: nobody would find the right one by a hint. */
const MAX_LENGTH = 64;
const MAX_NAMES = 500;

/** The name most like `given`, if one is near enough to be what was meant. */
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
 * Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
 * @param enough the distance from which on it does not matter how far they are apart: something not below it is the result then
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
    // What follows grows from the last two rows.
    if (Math.min(least, lastLeast + 1) >= enough) return enough;
    lastLeast = least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
