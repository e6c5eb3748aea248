/**
 * `npm run l10n`: writes the English texts of the code to l10n/bundle.l10n.json, removes translations of removed texts, and prints the number of
 * missing translations. Writes the translated pages of the diagnostics to docs/<language>/checks. `npm run l10n -- --missing de` prints the missing
 * texts of a language as JSON, and `npm run l10n -- --add de FILE` adds their translations.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesFolder, TRANSLATED_LANGUAGES, type TranslatedLanguage } from '../common/assets';
import { englishBundle, translationProblem } from './localizableTexts';
import { englishPageTexts, translatedPages } from './translatedPages';

type Texts = Record<string, string>;
/**
 * `bundle`: texts in the code, by English text. `package`: texts of package.json, by the keys of package.nls.json. `pages`: texts of the pages of the
 * diagnostics, by English text.
 */
type Part = 'bundle' | 'package' | 'pages';
type Parts = Record<Part, Texts>;

const FILES: Readonly<Record<Part, string>> = {
  bundle: 'l10n/bundle.l10n',
  package: 'package.nls',
  pages: 'l10n/pages.l10n',
};
const PARTS = Object.keys(FILES) as readonly Part[];
const project = join(__dirname, '..');

const fileOf = (part: Part, language?: string): string =>
  join(project, `${FILES[part]}${language ? `.${language}` : ''}.json`);

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const write = (path: string, texts: Texts): void => writeFileSync(path, `${JSON.stringify(texts, null, 2)}\n`);

/** Texts to translate, by part. */
const english = (): Parts => ({
  bundle: englishBundle(project),
  package: read(fileOf('package')) as Texts,
  pages: englishPageTexts(project),
});

/** In the order of the original texts, and without removed ones. */
function kept(originals: Texts, translations: Texts): Texts {
  return Object.fromEntries(
    Object.keys(originals).flatMap(key => (Object.hasOwn(translations, key) ? [[key, translations[key]!]] : [])),
  );
}

/** Texts without a translation, or whose translation has other placeholders, code or links. */
function missing(language: TranslatedLanguage): Parts {
  const originals = english();
  const missingIn = (part: Part): Texts => {
    const translations = read(fileOf(part, language)) as Texts;
    const isMissing = ([key, original]: [string, string]): boolean =>
      !Object.hasOwn(translations, key) || translationProblem(original, translations[key]!) !== undefined;
    return Object.fromEntries(Object.entries(originals[part]).filter(isMissing));
  };
  return { bundle: missingIn('bundle'), package: missingIn('package'), pages: missingIn('pages') };
}

/** @returns the reasons why entries can't be added; one line each */
function add(language: TranslatedLanguage, file: string): string[] {
  const originals = english();
  const added = read(file) as Partial<Parts>;
  const allProblems = PARTS.flatMap(part => {
    const problems: string[] = [];
    const translations = read(fileOf(part, language)) as Texts;
    for (const [key, translation] of Object.entries(added[part] ?? {})) {
      const original = originals[part][key];
      const problem = original === undefined ? 'is not a text of ours' : translationProblem(original, translation);
      if (problem === undefined) translations[key] = translation;
      else problems.push(`${JSON.stringify(key)} ${problem}`);
    }
    write(fileOf(part, language), kept(originals[part], translations));
    return problems;
  });
  writePages(language);
  return allProblems;
}

/** Writes the pages of a language, and deletes those of removed codes. */
function writePages(language: TranslatedLanguage): void {
  const folder = join(project, pagesFolder(language));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of translatedPages(project, language, read(fileOf('pages', language)) as Texts))
    writeFileSync(path, text);
}

function generate(): void {
  const originals = english();
  write(fileOf('bundle'), originals.bundle);
  for (const language of TRANSLATED_LANGUAGES) {
    for (const part of PARTS)
      write(fileOf(part, language), kept(originals[part], read(fileOf(part, language)) as Texts));
    writePages(language);
    const count = Object.values(missing(language)).flatMap(texts => Object.keys(texts)).length;
    console.log(`${language}: ${count} texts are missing`);
  }
}

function main([option, name, file]: readonly string[]): void {
  if (option === undefined) return generate();
  const language = TRANSLATED_LANGUAGES.find(each => each === name);
  if (!language || !['--missing', '--add'].includes(option))
    throw new Error('Use --missing LANGUAGE or --add LANGUAGE FILE.');
  if (option === '--missing') return console.log(JSON.stringify(missing(language), null, 2));
  const problems = add(language, file ?? '');
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exitCode = 1;
  }
}

main(process.argv.slice(2));
