// The texts of checks are completely translated: in the pseudo-locale, no word is outside of brackets.
import assert from 'node:assert/strict';
import { setLocale } from '../../../common/localization';
import { checkPages } from '../../../scripts/checkPage';
import { foundIn, onlyCheck } from '../../support/checks/checkedWorkspace';
import { untranslated } from '../../support/localization/untranslated';
import { workspaceOf } from '../../support/testWorkspace';

/** Code, for example in related locations: `region = nl-ams`, `--version v1.16.2`, the label of a module. */
const CODE = /^(?:--)?[\w-]+(?: = \S+| v[\d.]+)?$/;
/** Messages of the YAML library. */
const OF_LIBRARIES = ['Missing closing "quote'];

describe('the checks in another language', () => {
  before(() => setLocale('qps-ploc', () => assert.fail('There are no translations.')));
  after(() => setLocale(undefined, () => assert.fail('There are no translations.')));

  for (const { code, fails } of checkPages())
    it(`${code} has translated messages and fixes`, async () => {
      const texts: string[] = [];
      for (const example of fails)
        for (const { finding, fixes } of foundIn(await workspaceOf(example, { checks: onlyCheck(code) })))
          texts.push(
            finding.message,
            ...(finding.related ?? []).map(({ message }) => message),
            ...fixes().map(({ title }) => title),
          );
      assert.deepEqual(
        texts.filter(text => untranslated(text).length > 0 && !CODE.test(text) && !OF_LIBRARIES.includes(text)),
        [],
      );
    });
});
