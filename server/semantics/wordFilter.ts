/** Which words a text may contain, without searching it: a Bloom filter of a few bits for each word. */

/** Bits for each word of the text. With two of them set, one of 20 words that a text lacks counts as contained. */
const BITS_PER_WORD = 8;
const MAX_BITS = 1 << 14;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export class WordFilter {
  private readonly bits: Uint32Array;
  private readonly mask: number;

  constructor(text: string) {
    const hashes = hashesIn(text);
    let size = 64;
    while (size < hashes.size * BITS_PER_WORD && size < MAX_BITS) size *= 2;
    this.mask = size - 1;
    this.bits = new Uint32Array(size / 32);
    for (const hash of hashes) {
      this.set(hash);
      this.set(secondOf(hash));
    }
  }

  /** @param one of {@link wordHashes}. Whether the text may contain the word; false is certain. */
  mayContain(hash: number): boolean {
    return this.has(hash) && this.has(secondOf(hash));
  }

  private set(hash: number): void {
    const bit = hash & this.mask;
    this.bits[bit >>> 5]! |= 1 << (bit & 31);
  }

  private has(hash: number): boolean {
    const bit = hash & this.mask;
    return (this.bits[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }
}

const secondOf = (hash: number): number => (hash >>> 15) ^ (hash << 3);

/** The words of a name; those with other characters are left out. */
export const wordHashes = (name: string): number[] => name.split('-').flatMap(word => hashOfWord(word) ?? []);

/** Undefined for a text that isn't a single word. */
function hashOfWord(word: string): number | undefined {
  let hash = FNV_OFFSET;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (!isWordCode(code)) return undefined;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  return word === '' ? undefined : hash;
}

/** Words are as long as possible: letters, digits and `_`. Identifiers with `-` have several, and `1-each.key` contains one. */
function hashesIn(text: string): ReadonlySet<number> {
  const hashes = new Set<number>();
  let hash = FNV_OFFSET;
  let isInside = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isWordCode(code)) {
      hash = Math.imul(hash ^ code, FNV_PRIME);
      isInside = true;
    } else if (isInside) {
      hashes.add(hash);
      hash = FNV_OFFSET;
      isInside = false;
    }
  }
  if (isInside) hashes.add(hash);
  return hashes;
}

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
