/**
 * Settings are read before each answer. As long as they don't change, this returns the same object, which keeps cached diagnostics valid.
 */
import type { Settings } from '../semantics/settings';

/** Most settings that are cached; with more of them, checks run again. */
const MAX_KEPT = 20;

export class CachedSettings {
  private readonly byText = new Map<string, Settings>();

  /** @returns the same object for equal settings */
  same(settings: Settings): Settings {
    const text = JSON.stringify(settings);
    const cached = this.byText.get(text);
    if (cached) return cached;
    if (this.byText.size >= MAX_KEPT) this.byText.clear();
    this.byText.set(text, settings);
    return settings;
  }
}
