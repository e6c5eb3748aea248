/** User-perceived characters, as terraform counts them: the extended grapheme clusters of Unicode 15.0. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Unicode 15.1 began to keep Indic conjuncts (consonant, virama, consonant) together; terraform's tables are older. A letter after
 * a mark or a joiner inside a cluster is such a conjunct, and starts a cluster of its own.
 */
const CONJUNCT_BREAK = /(?<=[\p{M}\u200d])(?=\p{Lo})/u;

/** Characters that are segmented at once: V8 takes time that grows with the square of what it is given. */
const WINDOW = 256;

/** Splits a text into its grapheme clusters. */
export function graphemes(text: string): string[] {
  const clusters: string[] = [];
  let size = WINDOW;
  for (let at = 0; at < text.length;) {
    const part = text.slice(at, endOfPart(text, at + size));
    const segments = Array.from(segmenter.segment(part), ({ segment }) => segment);
    // The last one may go on behind the part. Where it is the only one, a larger part is needed.
    if (at + part.length < text.length) segments.pop();
    size = segments.length === 0 ? size * 2 : WINDOW;
    for (const segment of segments) {
      at += segment.length;
      if (segment.length > 2) clusters.push(...segment.split(CONJUNCT_BREAK));
      else clusters.push(segment);
    }
  }
  return clusters;
}

/** No half of a surrogate pair is left at the end: what it does to the cluster before would not be seen. */
function endOfPart(text: string, end: number): number {
  const isInPair = end < text.length && /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(end - 1, end + 1));
  return isInPair ? end - 1 : end;
}

/** How many grapheme clusters a text has. */
export function graphemeCount(text: string): number {
  return graphemes(text).length;
}
