/** The files that the language server reads at run time. The build copies them beside the server's bundle, under these paths. */
export const ASSETS = [
  'web-tree-sitter.wasm',
  'tree-sitter-hcl.wasm',
  'data/schemas.json',
  'data/regions.json',
  'data/resources.json',
  'data/kubernetes.json',
  'snippets/terraform.code-snippets',
] as const;

/** Languages other than English. Their translations are assets; a server reads at most one of them. */
export const TRANSLATED_LANGUAGES = ['de', 'ja'] as const;

export type TranslatedLanguage = (typeof TRANSLATED_LANGUAGES)[number];

export type AssetName =
  (typeof ASSETS)[number] | `l10n/bundle.l10n.${TranslatedLanguage}.json` | `pages/${TranslatedLanguage | 'en'}.json`;

/** Folder with a page for each diagnostic, relative to the repository. @param language undefined for English */
export const pagesFolder = (language: TranslatedLanguage | undefined): string =>
  language === undefined ? 'docs/checks' : `docs/${language}/checks`;

/** Returns the content of an asset. @throws Error if the asset is missing */
export type ReadAsset = (name: AssetName) => Uint8Array;

/** The asset with the translations into a language, by English text. */
export const translationsAsset = (language: TranslatedLanguage): AssetName => `l10n/bundle.l10n.${language}.json`;

/** The asset with the pages of the diagnostics, by code. @param language undefined for English */
export const pagesAsset = (language: TranslatedLanguage | undefined): AssetName => `pages/${language ?? 'en'}.json`;
