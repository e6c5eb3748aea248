/**
 * Localization for all processes. English texts are the keys, as in `vscode.l10n`. Each process has one language: the extension host gets it
 * from VS Code, the language server from `initialize`, and the command line from the environment. See docs/localization.md.
 */
import { ownProperty } from './ownProperty';
import { TRANSLATED_LANGUAGES, type TranslatedLanguage } from './assets';

/** Translations by English text. */
export type Translations = Readonly<Record<string, string>>;

/** A text that {@link localized} translates when it is shown. */
export interface Localizable {
  /** In English. */
  readonly message: string;
  readonly values: readonly (string | number)[];
}

/** Pseudo locale that puts every text in brackets, so that tests find untranslated texts. */
const PSEUDO_LOCALE = 'qps-ploc';

/** British English: `a, b or c`. */
const ENGLISH_LISTS = 'en-GB';

let translate = (message: string): string => message;
let language: TranslatedLanguage | undefined;

/**
 * Sets the language of this process.
 *
 * @param locale as in LSP: `de`, `de-AT`, `en`; undefined for English
 * @param translationsOf reads the translations of a language
 */
export function setLocale(
  locale: string | undefined,
  translationsOf: (language: TranslatedLanguage) => Translations,
): void {
  language = translatedLanguage(locale);
  const translations = language && translationsOf(language);
  if (translations)
    translate = message => (Object.hasOwn(translations, message) ? ownProperty(translations, message)! : message);
  else translate = locale === PSEUDO_LOCALE ? message => `⟦${message}⟧` : message => message;
}

/** The language of this process; undefined for English. */
export const currentLanguage = (): TranslatedLanguage | undefined => language;

/** The supported language of a locale such as `de-AT` or `ja_JP.UTF-8`; undefined if there are no translations. */
export function translatedLanguage(locale: string | undefined): TranslatedLanguage | undefined {
  const name = /^[a-z]+/i.exec(locale ?? '')?.[0].toLowerCase();
  return TRANSLATED_LANGUAGES.find(each => each === name);
}

/**
 * Translates a text into the user's language.
 *
 * @param message in English, a literal, with `{0}` for the first value. Always a whole sentence, since translators can't reorder fragments.
 */
export const t = (message: string, ...values: readonly (string | number)[]): string =>
  english(translate(message), ...values);

/** Like {@link t}, for texts that are not translated, as in exported diagrams. */
export const english: typeof t = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));

/** Marks a text in a constant, which is created before the language is known, for translation. @param message in English, a literal */
export const localizable = (message: string, ...values: readonly (string | number)[]): Localizable => ({
  message,
  values,
});

/** Translates a marked text into the user's language. */
export const localized = ({ message, values }: Localizable): string => t(message, ...values);

/** The type of {@link t} and {@link english}. */
export type Translate = typeof t;

/** Joins whole sentences, and skips undefined ones. */
export const sentences = (...all: readonly (string | undefined)[]): string =>
  all.filter(each => each !== undefined && each !== '').join(language === 'ja' ? '' : ' ');

/** Joins items as alternatives: `a, b or c`. */
export const alternatives = (items: readonly string[]): string => listed(items, 'disjunction');

/** Joins items as a list: `a, b and c`. */
export const enumeration = (items: readonly string[]): string => listed(items, 'conjunction');

const listed = (items: readonly string[], type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(language ?? ENGLISH_LISTS, { type }).format(items);
