/** Splits text into user-perceived characters like Terraform: extended grapheme clusters of Unicode 15.0. */

/** Made when it is first needed: that takes milliseconds. */
let segmenter: Intl.Segmenter | undefined;

/**
 * Since Unicode 15.1, Indic conjuncts (consonant, virama, consonant) are a single cluster. Terraform's tables are older, so a letter after a mark or
 * a joiner begins a new cluster.
 */
const CONJUNCT_BREAK = /(?<=[\p{M}\u200d])(?=\p{Lo})/u;

/** Number of characters to segment at once, since V8's segmenter takes quadratic time. */
const WINDOW = 256;

/** Whether each character is a cluster. A carriage return forms one with the line feed after it. */
const isAscii = (text: string): boolean => /^[\n\x20-\x7e]*$/.test(text);

/** Splits a text into its grapheme clusters. */
export function graphemes(text: string): string[] {
  if (isAscii(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const clusters: string[] = [];
  let size = WINDOW;
  for (let at = 0; at < text.length;) {
    const part = text.slice(at, endOfPart(text, at + size));
    const segments = Array.from(segmenter.segment(part), ({ segment }) => segment);
    // The last segment may continue after this part. If it is the only one, try a larger part.
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

/** Avoids splitting a surrogate pair, since the second half can affect the preceding cluster. */
function endOfPart(text: string, end: number): number {
  const isInPair = end < text.length && /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(end - 1, end + 1));
  return isInPair ? end - 1 : end;
}

/** The number of grapheme clusters. */
export function graphemeCount(text: string): number {
  return graphemes(text).length;
}
