/** The difference between two states of files as text. */
type Texts = Readonly<Record<string, string | undefined>>;

/**
 * `>> PATH` and what follows: the whole text of a new file, the changed lines of another one with `-` and `+`, or `deleted`. A file that has moved is
 * compared with itself.
 *
 * @param moves the earlier path by the new one
 */
export function changesBetween(before: Texts, after: Texts, moves: ReadonlyMap<string, string> = new Map()): string {
  const left = new Set(moves.values());
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(path => before[path] !== after[path] && !left.has(path))
    .sort()
    .map(path => {
      const old = moves.get(path) ?? path;
      return `>> ${old === path ? path : `${old} → ${path}`}\n${changeOf(before[old], after[path])}`;
    })
    .join('\n');
}

function changeOf(before: string | undefined, after: string | undefined): string {
  if (after === undefined) return 'deleted';
  if (before === undefined) return after.trimEnd();
  return changedLines(before.split('\n'), after.split('\n')).join('\n');
}

/** The longest common subsequence of lines stays; a line `@` separates changes that aren't next to each other. */
function changedLines(before: readonly string[], after: readonly string[]): string[] {
  const kept = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      kept[i]![j] = before[i] === after[j] ? kept[i + 1]![j + 1]! + 1 : Math.max(kept[i + 1]![j]!, kept[i]![j + 1]!);
  const lines: string[] = [];
  let apart = false;
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    if (before[i] === after[j] && i < before.length && j < after.length) {
      apart = lines.length > 0;
      i++;
      j++;
      continue;
    }
    if (apart) lines.push('@');
    apart = false;
    if (j >= after.length || (i < before.length && kept[i + 1]![j]! >= kept[i]![j + 1]!))
      lines.push(`-${before[i++]!}`);
    else lines.push(`+${after[j++]!}`);
  }
  return lines;
}
