/** User-perceived characters, as terraform counts them: the extended grapheme clusters of Unicode 15.0. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Unicode 15.1 began to keep Indic conjuncts (consonant, virama, consonant) together; terraform's tables are older. A letter after
 * a mark or a joiner inside a cluster is such a conjunct, and starts a cluster of its own.
 */
const CONJUNCT_BREAK = /(?<=[\p{M}\u200d])(?=\p{Lo})/u;

/** Splits a text into its grapheme clusters. */
export function graphemes(text: string): string[] {
  const clusters: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    if (segment.length > 2) clusters.push(...segment.split(CONJUNCT_BREAK));
    else clusters.push(segment);
  }
  return clusters;
}

/** How many grapheme clusters a text has. */
export function graphemeCount(text: string): number {
  return graphemes(text).length;
}
