// npm run new-check
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPage } from '../../../scripts/checkPage';
import { newCheckOf, writeNewCheck } from '../../../scripts/newCheck';
import { TemporaryFolder } from '../../support/server/temporaryFolder';

describe('npm run new-check', () => {
  const folder = TemporaryFolder.ofEachTest();
  beforeEach(() => {
    cpSync(join(__dirname, '../../../server/checks'), folder.path, { recursive: true });
  });

  const written = (...words: string[]): string => writeNewCheck(newCheckOf(words), folder.path);
  const textOf = (path: string): string => readFileSync(join(folder.path, path), 'utf8');

  for (const scope of ['call', 'platform']) {
    it(`writes a check of a ${scope} with a page, and registers it in the order of codes`, () => {
      const words = ['KS199', 'versions', 'supportEnded', 'Version', 'without', 'support'];
      const path = written(...words, ...(scope === 'platform' ? ['--platform'] : []));
      const text = textOf(path);
      const page = checkPage(text, path);
      assert.equal(path, 'versions/supportEnded.ts');
      assert.equal(page?.code, 'KS199');
      assert.equal(page?.title, 'Version without support');
      assert.equal(page?.fails.length, 1);
      assert.equal(page?.passes.length, 1);
      assert.ok(text.includes(`scope: '${scope}'`));
      const registry = textOf('engine/registry.ts');
      assert.match(
        registry,
        /import \{ supportEnded \} from '\.\.\/versions\/supportEnded';\nimport \{ environmentMissing \}/,
      );
      assert.match(registry, /\n {2}supportEnded,\n {2}environmentMissing,\n/);
    });
  }

  const refused: readonly [string, string[], RegExp][] = [
    ['without a title', ['KS199', 'versions', 'supportEnded'], /^Error: Usage: /],
    [
      'with a code that another check has',
      ['KS101', 'versions', 'supportEnded', 'Title'],
      /KS101 is server\/checks\/versions\//,
    ],
    [
      'with the name of another check',
      ['KS199', 'versions', 'refMissing', 'Title'],
      /KS101 is server\/checks\/versions\/refMissing\.ts/,
    ],
    ['with a code of another family', ['KS299', 'versions', 'supportEnded', 'Title'], /KS299 belongs in the folder of/],
    ['in a folder that does not exist', ['KS899', 'moons', 'supportEnded', 'Title'], /no folder server\/checks\/moons/],
  ];
  for (const [title, words, message] of refused) {
    it(`writes nothing ${title}`, () => {
      const before = textOf('engine/registry.ts');
      assert.throws(
        () => written(...words),
        error => message.test(String(error)),
      );
      assert.equal(textOf('engine/registry.ts'), before);
    });
  }
});
