// Every check's file starts with its documentation, whose examples are run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { CHECKS } from '../../../../server/checks/engine/registry';
import { checkPages } from '../../../../scripts/checkPage';
import { documentation } from '../../../../scripts/generateChecks';
import { checkDiagnostics, fixedOnce, linesWith } from '../../../support/checks/checkedWorkspace';

const pages = new Map(checkPages().map(page => [page.code, page]));

describe('documentation pages of the checks', () => {
  it('exist for exactly the registered checks', () => {
    assert.deepEqual(
      [...pages.values()].map(({ code, title }) => `${code}: ${title}`),
      CHECKS.map(({ code, title }) => `${code}: ${title}`).sort(),
    );
  });

  it('match docs/checks (npm run checks updates it)', async function () {
    // Formatting the Markdown of all pages is slow.
    for (const [path, text] of await documentation())
      assert.equal(readFileSync(path, 'utf8'), text, relative(process.cwd(), path).split(sep).join('/'));
  });

  for (const check of CHECKS) {
    describe(check.code, () => {
      const page = pages.get(check.code);
      it('has failing and passing examples', () => {
        assert.ok(page && page.fails.length > 0 && page.passes.length > 0);
      });
      for (const [index, example] of (page?.fails ?? []).entries()) {
        it(`reports failing example ${index + 1}`, async () => {
          assert.ok((await linesWith(check.code, example)).length > 0, 'nothing was found');
        });
        if (check.fix && !page?.unfixable.includes(example)) {
          it(`fixes failing example ${index + 1}`, async () => {
            const fixed = await fixedOnce(check.code, example);
            assert.notEqual(fixed, undefined, 'there is no fix');
            await checkDiagnostics(check.code, fixed!, [], JSON.stringify(fixed, null, 2));
          });
        }
      }
      for (const [index, example] of (page?.passes ?? []).entries()) {
        it(`reports nothing for passing example ${index + 1}`, async () => {
          await checkDiagnostics(check.code, example, []);
        });
      }
    });
  }
});
