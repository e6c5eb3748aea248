// A language pack for VS Code without translations: VS Code itself stays English, and extensions are asked to speak the language. Packs with
// translations are only on the marketplace.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TranslatedLanguage } from '../../../common/assets';

/**
 * Makes a language available to VS Code's server, as an installed language pack would.
 *
 * @param folder the server's user data folder
 */
export function addLanguagePack(folder: string, language: TranslatedLanguage): void {
  const pack = join(folder, 'languagePack');
  mkdirSync(pack, { recursive: true });
  const translations = join(pack, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  // VS Code names the extension of each pack.
  const extensions = [{ extensionIdentifier: { id: 'kubestack.language-pack' }, version: '1.0.0' }];
  const packs = { [language]: { hash: language, label: language, extensions, translations: { vscode: translations } } };
  writeFileSync(join(folder, 'languagepacks.json'), JSON.stringify(packs));
}
