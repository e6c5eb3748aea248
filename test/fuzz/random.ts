/** Pseudo-random numbers that depend only on the seed. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A 32-bit number. Source: the mulberry32 generator. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to below `limit`; 0 for a limit below 1. */
  below(limit: number): number {
    return limit < 1 ? 0 : this.next() % limit;
  }

  /** True with probability 1/`times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** A small number: mostly below 4, rarely up to `limit`. */
  small(limit: number): number {
    return this.below(1 + this.below(1 + this.below(limit)));
  }

  /** @throws if there are no choices */
  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('There is nothing to choose from.');
    return choices[this.below(choices.length)]!;
  }

  /** A weighted choice. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights) as [T, number][];
    let at = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [name, weight] of entries) if ((at -= weight) < 0) return name;
    return entries[0]![0];
  }
}
