/** The texts of documents that can be opened again. */

/** Keeps the last texts. */
export class KeptTexts {
  private readonly texts = new Map<string, { name: string; text: string }>();

  /** @param most maximum number of texts */
  constructor(private readonly most: number) {}

  get(key: string): string | undefined {
    return this.texts.get(key)?.text;
  }

  /**
   * Adds a text. If there are too many, the oldest one goes that isn't open.
   *
   * @param key new
   * @param isOpen whether a tab shows a text with this name
   */
  add(key: string, added: { name: string; text: string }, isOpen: (name: string) => boolean): void {
    if (this.texts.size >= this.most) {
      const kept = [...this.texts];
      const [oldest] = kept.find(([, { name }]) => !isOpen(name)) ?? kept[0] ?? [];
      if (oldest !== undefined) this.texts.delete(oldest);
    }
    this.texts.set(key, added);
  }
}
