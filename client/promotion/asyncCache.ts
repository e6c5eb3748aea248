/** What takes its time to be told, told once. */
export class AsyncCache<T> {
  private readonly asked = new Map<string, Promise<T>>();
  private readonly told = new Map<string, T>();
  private readonly failed = new Set<string>();

  /**
   * @param nothing what is told where there is no answer
   * @param most answers that are kept
   */
  constructor(
    private readonly nothing: T,
    private readonly most = 200,
  ) {}

  /** The answer where it is known, or where it is known that there is none; else undefined. */
  now(key: string): T | undefined {
    return this.failed.has(key) ? this.nothing : this.told.get(key);
  }

  /** Asks, unless it was asked before. Rejects when asking fails; whoever wants it next asks again. */
  async of(key: string, ask: () => Promise<T>): Promise<T> {
    if (this.asked.size >= this.most) {
      this.asked.clear();
      this.told.clear();
    }
    try {
      const known = this.asked.get(key) ?? ask();
      this.asked.set(key, known);
      const answer = await known;
      this.told.set(key, answer);
      this.failed.delete(key);
      return answer;
    } catch (error) {
      this.asked.delete(key);
      this.failed.add(key);
      throw error;
    }
  }

  /** What could not be told may be known now. */
  forgetFailures(): void {
    this.failed.clear();
  }
}
