/** The language of the server's and the command line's texts. */
import { ownProperty } from '../common/ownProperty';
import { translationsAsset, type ReadAsset } from '../common/assets';
import { setLocale, type Translations } from '../common/localization';

/** Sets the language of all following texts. @param locale as LSP has it; undefined for English */
export const useLanguage = (locale: string | undefined, readAsset: ReadAsset): void =>
  setLocale(
    locale,
    language => JSON.parse(new TextDecoder().decode(readAsset(translationsAsset(language)))) as Translations,
  );

/**
 * The locale of a terminal, from the variables that POSIX names, in their order: the first one that is not empty decides.
 *
 * @returns such as `de_DE.UTF-8`; undefined where none is set
 */
export const localeOf = (environment: Readonly<Record<string, string | undefined>>): string | undefined =>
  ['LC_ALL', 'LC_MESSAGES', 'LANG']
    .map(name => ownProperty(environment, name))
    .find(value => value !== undefined && value !== '');
