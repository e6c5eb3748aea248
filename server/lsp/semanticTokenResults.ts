/** Semantic tokens that a client has got for each document, so that the next answer can be what changed. */

/** Numbers to replace: `start` and `deleteCount` count numbers, not tokens. */
export interface TokenEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: number[];
}

const MAX_DOCUMENTS = 50;

export class SemanticTokenResults {
  /** Documents that were asked for last; more than an editor shows at once. */
  private readonly last = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
  private count = 0;

  /** Remembers what a document has now. */
  whole(uri: string, data: number[]): { resultId: string; data: number[] } {
    const resultId = String(++this.count);
    this.last.delete(uri);
    this.last.set(uri, { resultId, data });
    const [oldest] = this.last.keys();
    if (this.last.size > MAX_DOCUMENTS && oldest !== undefined) this.last.delete(oldest);
    return { resultId, data };
  }

  /** What changed since an earlier answer; everything where that is not known any more. */
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

/** One edit: what is between the numbers that both have in common at their ends. */
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
