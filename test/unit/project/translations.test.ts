// The translations: every text has one in each language, and they fit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSLATED_LANGUAGES } from '../../../common/assets';
import { translationProblem } from '../../../scripts/localizableTexts';

const project = join(__dirname, '../../..');
const read = (path: string): Record<string, string> =>
  JSON.parse(readFileSync(join(project, path), 'utf8')) as Record<string, string>;

for (const language of TRANSLATED_LANGUAGES)
  describe(`translations into ${language}`, () => {
    for (const part of ['l10n/bundle.l10n', 'package.nls']) {
      const originals = read(`${part}.json`);
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
  });
