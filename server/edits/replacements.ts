/** Replacements of parts of one text, none overlapping: thousands of them, as a rename makes, take no longer than their number says. */
import type { OffsetEdit } from '../format/formatFile';

export class Replacements {
  /** In the order of the text; of those at one place, in the order in which they came. */
  private readonly sorted: OffsetEdit[] = [];

  get all(): readonly OffsetEdit[] {
    return this.sorted;
  }

  /** @returns false for one that overlaps another, which is left out; true also for one that is there already */
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

  /** Index of the first one that comes after it. */
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

/** Two insertions of one text at one place are two. */
const isSame = (a: OffsetEdit, b: OffsetEdit): boolean =>
  a.start !== a.end && a.start === b.start && a.end === b.end && a.newText === b.newText;
