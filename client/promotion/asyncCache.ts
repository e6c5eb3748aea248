/** Memoizes slow asynchronous lookups. */
export class AsyncCache<T> {
  private readonly pending = new Map<string, Promise<T>>();
  private readonly cached = new Map<string, T>();
  private readonly failed = new Set<string>();

  /**
   * @param nothing the value after a failed lookup
   * @param most maximum number of cached values
   */
  constructor(
    private readonly nothing: T,
    private readonly most = 200,
  ) {}

  /** The cached value, or that of a failed lookup; else undefined. */
  now(key: string): T | undefined {
    return this.failed.has(key) ? this.nothing : this.cached.get(key);
  }

  /** Returns the cached value, else runs the lookup. Rejects when the lookup fails; the next call repeats it. */
  async of(key: string, compute: () => Promise<T>): Promise<T> {
    if (this.pending.size >= this.most) {
      this.pending.clear();
      this.cached.clear();
    }
    try {
      const cached = this.pending.get(key) ?? compute();
      this.pending.set(key, cached);
      const answer = await cached;
      this.cached.set(key, answer);
      this.failed.delete(key);
      return answer;
    } catch (error) {
      this.pending.delete(key);
      this.failed.add(key);
      throw error;
    }
  }

  /** Forgets failures, so that the lookups are repeated. */
  forgetFailures(): void {
    this.failed.clear();
  }
}
