// The translations: they are complete in each language, and valid.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pagesFolder, TRANSLATED_LANGUAGES } from '../../../common/assets';
import { translationProblem } from '../../../scripts/localizableTexts';
import { englishPageTexts, translatedPages } from '../../../scripts/translatedPages';

const project = join(__dirname, '../../..');
const read = (path: string): Record<string, string> =>
  JSON.parse(readFileSync(join(project, path), 'utf8')) as Record<string, string>;

const originalTexts = {
  'l10n/bundle.l10n': read('l10n/bundle.l10n.json'),
  'package.nls': read('package.nls.json'),
  'l10n/pages.l10n': englishPageTexts(project),
};

for (const language of TRANSLATED_LANGUAGES)
  describe(`translations into ${language}`, () => {
    for (const [part, originals] of Object.entries(originalTexts)) {
      const translations = read(`${part}.${language}.json`);

      it(`are complete in ${part}.${language}.json (npm run l10n -- --missing ${language})`, () => {
        assert.deepEqual(
          Object.keys(originals).filter(key => !Object.hasOwn(translations, key)),
          [],
        );
      });

      it(`fit the English texts in ${part}.${language}.json`, () => {
        const problems = Object.entries(translations).flatMap(
          ([key, translation]) => translationProblem(originals[key] ?? '', translation) ?? [],
        );
        assert.deepEqual(problems, []);
      });
    }

    it('are in the pages of the diagnostics (npm run l10n updates them)', () => {
      const pages = translatedPages(project, language, read(`l10n/pages.l10n.${language}.json`));
      assert.deepEqual(
        readdirSync(join(project, pagesFolder(language))).sort(),
        [...pages.keys()].map(path => basename(path)).sort(),
      );
      for (const [path, text] of pages) assert.equal(readFileSync(path, 'utf8'), text, path);
    });
  });
