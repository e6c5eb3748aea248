/** Settings that are read before each answer: what the checks found is kept for as long as the settings are the same object. */
import type { Settings } from '../semantics/settings';

/** Different settings of the folders below the roots. More are possible, and then checked anew. */
const MOST_KEPT = 20;

export class KeptSettings {
  private readonly byText = new Map<string, Settings>();

  /** @returns the same object for settings that say the same */
  same(settings: Settings): Settings {
    const text = JSON.stringify(settings);
    const known = this.byText.get(text);
    if (known) return known;
    if (this.byText.size >= MOST_KEPT) this.byText.clear();
    this.byText.set(text, settings);
    return settings;
  }
}
