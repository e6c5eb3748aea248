/** Non-overlapping replacements in one text. Adding one stays fast with thousands of them, as in a rename. */
import type { OffsetEdit } from '../format/formatFile';

export class Replacements {
  /** In source order; those at one position in the order of insertion. */
  private readonly sorted: OffsetEdit[] = [];

  get all(): readonly OffsetEdit[] {
    return this.sorted;
  }

  /** @returns false if it overlaps another one and is ignored; true also for a duplicate */
  add(edit: OffsetEdit): boolean {
    const index = this.indexBehind(edit);
    for (let at = index - 1; at >= 0; at--) {
      const before = this.sorted[at]!;
      if (isSame(before, edit)) return true;
      if (overlap(before, edit)) return false;
      if (before.start < edit.start) break;
    }
    for (let at = index; at < this.sorted.length && this.sorted[at]!.start < edit.end; at++)
      if (overlap(this.sorted[at]!, edit)) return false;
    this.sorted.splice(index, 0, edit);
    return true;
  }

  /** Index of the first one after it. */
  private indexBehind({ start, end }: OffsetEdit): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.sorted[middle]!;
      if (other.start < start || (other.start === start && other.end <= end)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const overlap = (a: OffsetEdit, b: OffsetEdit): boolean => a.start < b.end && b.start < a.end;

/** Two equal insertions at one position are not duplicates. */
const isSame = (a: OffsetEdit, b: OffsetEdit): boolean =>
  a.start !== a.end && a.start === b.start && a.end === b.end && a.newText === b.newText;
