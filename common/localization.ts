/**
 * Texts in the user's language, for every process. English texts are the keys, as in `vscode.l10n`. A process has one language: the extension
 * host gets it from VS Code, the language server from `initialize`, and the command line from the environment. See docs/localization.md.
 */
import { TRANSLATED_LANGUAGES, type TranslatedLanguage } from './assets';

/** By English text. */
export type Translations = Readonly<Record<string, string>>;

/** A text that is translated when it is shown, by {@link localized}. */
export interface Localizable {
  /** In English. */
  readonly message: string;
  readonly values: readonly (string | number)[];
}

/** The locale in which every text is in brackets, so that tests find texts that are not translated. */
export const PSEUDO_LOCALE = 'qps-ploc';

/** British English: `a, b or c`. */
const ENGLISH_LISTS = 'en-GB';

let translate = (message: string): string => message;
let lists: string = ENGLISH_LISTS;

/**
 * Sets the language of all texts that follow.
 *
 * @param locale as LSP has it: `de`, `de-AT`, `en`; undefined for English
 * @param translationsOf reads the translations of a language
 */
export function setLocale(
  locale: string | undefined,
  translationsOf: (language: TranslatedLanguage) => Translations,
): void {
  const language = translatedLanguage(locale);
  const translations = language && translationsOf(language);
  lists = language ?? ENGLISH_LISTS;
  if (translations) translate = message => (Object.hasOwn(translations, message) ? translations[message]! : message);
  else translate = locale === PSEUDO_LOCALE ? message => `⟦${message}⟧` : message => message;
}

/** The language that a locale such as `de-AT` or `ja_JP.UTF-8` stands for; undefined where there are no translations. */
export function translatedLanguage(locale: string | undefined): TranslatedLanguage | undefined {
  const language = /^[a-z]+/i.exec(locale ?? '')?.[0].toLowerCase();
  return TRANSLATED_LANGUAGES.find(each => each === language);
}

/**
 * A text in the user's language.
 *
 * @param message in English, a literal, with `{0}` for the first value. It says everything: translators can't order pieces of sentences.
 */
export const t = (message: string, ...values: readonly (string | number)[]): string =>
  translate(message).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );

/** Marks a text of a table, which is made before the language is known. @param message in English, a literal */
export const localizable = (message: string, ...values: readonly (string | number)[]): Localizable => ({
  message,
  values,
});

/** A marked text in the user's language. */
export const localized = ({ message, values }: Localizable): string => t(message, ...values);

/** Whole sentences, one behind the other; those that are undefined are left out. */
export const sentences = (...all: readonly (string | undefined)[]): string =>
  all.filter(each => each !== undefined && each !== '').join(lists === 'ja' ? '' : ' ');

/** Several things: `a, b or c`. */
export const alternatives = (items: readonly string[]): string => listed(items, 'disjunction');

/** Several things: `a, b and c`. */
export const enumeration = (items: readonly string[]): string => listed(items, 'conjunction');

const listed = (items: readonly string[], type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(lists, { type }).format(items);
