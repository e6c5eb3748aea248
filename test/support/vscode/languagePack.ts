// Creates a language pack for VS Code without translations: VS Code itself stays English, but extensions use the language. Packs with translations
// are available only on the marketplace.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TranslatedLanguage } from '../../../common/assets';

/**
 * Makes a language available to VS Code's server, like an installed language pack.
 *
 * @param folder the server's user data folder
 */
export function addLanguagePack(folder: string, language: TranslatedLanguage): void {
  const pack = join(folder, 'languagePack');
  mkdirSync(pack, { recursive: true });
  const translations = join(pack, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  // VS Code refers to the extension of each pack by name.
  const extensions = [{ extensionIdentifier: { id: 'kubestack.language-pack' }, version: '1.0.0' }];
  const packs = { [language]: { hash: language, label: language, extensions, translations: { vscode: translations } } };
  writeFileSync(join(folder, 'languagepacks.json'), JSON.stringify(packs));
}
