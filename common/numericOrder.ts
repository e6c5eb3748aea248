/** The order of texts that contain numbers: `b[2]` before `b[10]`. */

let collator: Intl.Collator | undefined;

/** Compares numbers in texts by value. The language is fixed, so that the order is the same on every machine. */
export function compareNumeric(a: string, b: string): number {
  // Making it takes longer than starting most parts of a program.
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}
