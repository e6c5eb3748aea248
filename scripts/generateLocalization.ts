/**
 * `npm run l10n`: writes l10n/bundle.l10n.json, the English texts in the code, drops translations of texts that are gone, and says how many
 * are missing. `npm run l10n -- --missing de` prints those of a language as JSON, and `npm run l10n -- --add de FILE` takes them translated.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSLATED_LANGUAGES, type TranslatedLanguage } from '../common/assets';
import { englishBundle, translationProblem } from './localizableTexts';

type Texts = Record<string, string>;
/** `bundle`: texts in the code, by English text. `package`: texts of package.json, by the keys of package.nls.json. */
type Part = 'bundle' | 'package';
type Parts = Record<Part, Texts>;

const PARTS: readonly Part[] = ['bundle', 'package'];
const project = join(__dirname, '..');

const fileOf = (part: Part, language?: string): string =>
  join(project, `${part === 'bundle' ? 'l10n/bundle.l10n' : 'package.nls'}${language ? `.${language}` : ''}.json`);

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const write = (path: string, texts: Texts): void => writeFileSync(path, `${JSON.stringify(texts, null, 2)}\n`);

/** What is to be translated, by part. */
const english = (): Parts => ({ bundle: englishBundle(project), package: read(fileOf('package')) as Texts });

/** In the order of the originals, and without what they no longer have. */
function kept(originals: Texts, translations: Texts): Texts {
  return Object.fromEntries(
    Object.keys(originals).flatMap(key => (Object.hasOwn(translations, key) ? [[key, translations[key]!]] : [])),
  );
}

function missing(language: TranslatedLanguage): Parts {
  const originals = english();
  const missingIn = (part: Part): Texts => {
    const translations = read(fileOf(part, language)) as Texts;
    return Object.fromEntries(Object.entries(originals[part]).filter(([key]) => !Object.hasOwn(translations, key)));
  };
  return { bundle: missingIn('bundle'), package: missingIn('package') };
}

/** @returns what can't be taken; one line each */
function add(language: TranslatedLanguage, file: string): string[] {
  const originals = english();
  const added = read(file) as Partial<Parts>;
  return PARTS.flatMap(part => {
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
}

function generate(): void {
  const originals = english();
  write(fileOf('bundle'), originals.bundle);
  for (const language of TRANSLATED_LANGUAGES) {
    for (const part of PARTS)
      write(fileOf(part, language), kept(originals[part], read(fileOf(part, language)) as Texts));
    const { bundle, package: ofPackage } = missing(language);
    console.log(`${language}: ${Object.keys(bundle).length + Object.keys(ofPackage).length} texts are missing`);
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
