/** The commits that can be promoted, with their ancestors. */

export interface Commit {
  /** Full hash. */
  readonly hash: string;
  readonly parents: readonly string[];
  /** Commit time in milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly author: string;
  readonly subject: string;
}

export class CommitGraph {
  private readonly indexes: ReadonlyMap<string, number>;
  /** Indexes of the known parents. */
  private readonly parents: readonly (readonly number[])[];
  private readonly kept = new Map<string, Uint8Array>();

  /**
   * @param commits children before their parents
   * @param isComplete false if older commits are missing, as in a shallow clone
   */
  constructor(
    readonly commits: readonly Commit[],
    readonly isComplete = true,
  ) {
    this.indexes = new Map(commits.map(({ hash }, index) => [hash, index]));
    this.parents = commits.map(commit => commit.parents.flatMap(parent => this.indexes.get(parent) ?? []));
  }

  get(hash: string): Commit | undefined {
    const index = this.indexes.get(hash);
    return index === undefined ? undefined : this.commits[index];
  }

  /** Whether `part` is `whole` or its ancestor; undefined if not enough of the history is known. */
  contains(whole: string, part: string): boolean | undefined {
    const index = this.indexes.get(part);
    if (whole === part) return true;
    if (this.indexes.has(whole) && index !== undefined && this.ancestors(whole)[index] === 1) return true;
    return this.isComplete && this.indexes.has(whole) ? false : undefined;
  }

  /** Commits of `to` that are not in `from`, children first; all of `to` if `from` is undefined. */
  between(from: string | undefined, to: string): Commit[] {
    const wanted = this.ancestors(to);
    const excluded = from === undefined ? undefined : this.ancestors(from);
    return this.commits.filter((_, index) => wanted[index] === 1 && excluded?.[index] !== 1);
  }

  /** For each commit, by its index in `commits`, whether it is this one or descends from it. */
  descendants(hash: string): Uint8Array {
    const found = new Uint8Array(this.commits.length);
    const start = this.indexes.get(hash);
    if (start === undefined) return found;
    found[start] = 1;
    for (let index = start - 1; index >= 0; index--)
      if (this.parents[index]!.some(parent => found[parent] === 1)) found[index] = 1;
    return found;
  }

  indexOf(hash: string): number | undefined {
    return this.indexes.get(hash);
  }

  private ancestors(hash: string): Uint8Array {
    const cached = this.kept.get(hash);
    if (cached) return cached;
    const found = new Uint8Array(this.commits.length);
    const start = this.indexes.get(hash);
    if (start !== undefined) {
      found[start] = 1;
      // Children come first: one pass reaches everything.
      for (let index = start; index < found.length; index++)
        if (found[index] === 1) for (const parent of this.parents[index]!) found[parent] = 1;
    }
    if (this.kept.size >= 64) this.kept.clear();
    this.kept.set(hash, found);
    return found;
  }
}

/** The abbreviated hash for messages. */
export const shortHash = (hash: string): string => hash.slice(0, 7);
