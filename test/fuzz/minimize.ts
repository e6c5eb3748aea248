/**
 * Shortens a failing list as long as it still fails, by removing increasingly smaller parts. Source: the ddmin algorithm of Zeller and Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input" (2002), without the step that tests the parts alone.
 *
 * @param fails whether the remaining list still fails in the same way
 * @param attempts maximum number of runs
 */
export async function minimize<T>(
  list: readonly T[],
  fails: (shorter: readonly T[]) => Promise<boolean>,
  attempts = 2_000,
): Promise<readonly T[]> {
  let current = list;
  let left = attempts;
  for (let size = Math.ceil(current.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < current.length && left > 0; left--) {
      const shorter = [...current.slice(0, at), ...current.slice(at + size)];
      if (shorter.length < current.length && (await fails(shorter))) current = shorter;
      else at += size;
    }
  }
  return current;
}

/** Shortens bytes: first by whole lines, then by single bytes. */
export async function minimizeBytes(
  input: Buffer,
  fails: (shorter: Buffer) => Promise<boolean>,
  attempts = 2_000,
): Promise<Buffer> {
  const lines = splitAfter(input, 0x0a);
  const whole = await minimize(lines, parts => fails(Buffer.concat([...parts])), attempts);
  const bytes = [...Buffer.concat([...whole])];
  if (bytes.length > 20_000) return Buffer.from(bytes);
  return Buffer.from(await minimize(bytes, parts => fails(Buffer.from(parts)), attempts));
}

function splitAfter(input: Buffer, byte: number): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < input.length;) {
    const end = input.indexOf(byte, start);
    const next = end < 0 ? input.length : end + 1;
    parts.push(input.subarray(start, next));
    start = next;
  }
  return parts;
}
