/** Remembers the semantic tokens that were sent for each document, so that the next answer contains only changes. */

/** An edit of the token data: `start` and `deleteCount` count numbers, not tokens. */
export interface TokenEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: number[];
}

const MAX_DOCUMENTS = 50;

export class SemanticTokenResults {
  /** Number of documents to remember; more than an editor shows at the same time. */
  private readonly last = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
  private count = 0;

  /** Stores a document's current tokens. */
  whole(uri: string, data: number[]): { resultId: string; data: number[] } {
    const resultId = String(++this.count);
    this.last.delete(uri);
    this.last.set(uri, { resultId, data });
    const [oldest] = this.last.keys();
    if (this.last.size > MAX_DOCUMENTS && oldest !== undefined) this.last.delete(oldest);
    return { resultId, data };
  }

  /** The changes since an earlier answer; everything if that is unknown. */
  since(
    uri: string,
    previousId: string,
    data: number[],
  ): { resultId: string; data: number[] } | { resultId: string; edits: TokenEdit[] } {
    const before = this.last.get(uri);
    const now = this.whole(uri, data);
    return before?.resultId === previousId ? { resultId: now.resultId, edits: tokenEdits(before.data, data) } : now;
  }
}

/** One edit, without the common beginning and end. */
export function tokenEdits(before: readonly number[], after: readonly number[]): TokenEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const deleteCount = before.length - end - start;
  return deleteCount === 0 && after.length === before.length
    ? []
    : [{ start, deleteCount, data: after.slice(start, after.length - end) }];
}
